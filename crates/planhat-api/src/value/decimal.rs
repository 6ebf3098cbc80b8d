//! What a JSON number says, apart from how it is written.

/// A number as an integer times a power of ten. Equal numbers have equal forms.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    /// The digits without zeros at either end; none for zero.
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// Reads the text of a JSON number; none where its exponent is beyond counting. Of any other
    /// text the digits are none.
    pub(super) fn new(json: &str) -> Option<Self> {
        let parts = json.split_once('e').or_else(|| json.split_once('E'));
        let (mantissa, exponent) = parts.unwrap_or((json, "0"));
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(mantissa) => (true, mantissa),
            None => (false, mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        // Read as one integer, which `exponent` decimal places make the number.
        let all = format!("{whole}{fraction}");
        let significant = all.trim_end_matches('0');
        let dropped = i64::try_from(all.len() - significant.len()).ok()?;
        let digits = significant.trim_start_matches('0');
        if digits.is_empty() {
            return Some(Self {
                negative: false,
                digits: String::new(),
                exponent: 0,
            });
        }
        let places = i64::try_from(fraction.len()).ok()?;
        let exponent = exponent.parse::<i64>().ok()?;
        Some(Self {
            negative,
            digits: digits.to_owned(),
            exponent: exponent.checked_sub(places)?.checked_add(dropped)?,
        })
    }

    /// The integer it is, if it is one and fits.
    pub(super) fn to_i64(&self) -> Option<i64> {
        if self.digits.is_empty() {
            return Some(0);
        }
        // No `i64` has more digits.
        let zeros = usize::try_from(self.exponent)
            .ok()
            .filter(|zeros| *zeros < 19)?;
        let sign = if self.negative { "-" } else { "" };
        let digits = format!("{sign}{}{:0<zeros$}", self.digits, "");
        digits.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_equal_by_their_value_and_to_the_last_digit() {
        let forms = [
            ["0", "-0", "0.000", "0e7", "-0.0E-99999999999999999999"],
            ["120", "120.0", "1.2e2", "12E+1", "1200e-1"],
            ["-0.5", "-5e-1", "-0.50", "-0.05e1", "-500e-3"],
            [
                "9007199254740993",
                "9007199254740993.0",
                "9.007199254740993e15",
                "90071992547409930e-1",
                "0.9007199254740993E16",
            ],
            ["1e400", "10e399", "0.1e401", "1.0e400", "100e398"],
        ];
        for (group, same) in forms.iter().enumerate() {
            for (other, texts) in forms.iter().enumerate() {
                for (left, right) in same.iter().flat_map(|l| texts.iter().map(move |r| (l, r))) {
                    let equal = Decimal::new(left) == Decimal::new(right);
                    assert_eq!(equal, group == other, "{left} {right}");
                }
            }
        }
        for (left, right) in [
            ("9007199254740993", "9007199254740992"),
            ("0.1", "0.1000000000000000055"),
            ("1", "-1"),
            ("1", "10"),
        ] {
            assert_ne!(Decimal::new(left), Decimal::new(right), "{left} {right}");
        }
    }

    #[test]
    fn an_exponent_beyond_counting_has_no_form() {
        assert_eq!(Decimal::new("1e99999999999999999999"), None);
        assert_eq!(Decimal::new("1.5e-9223372036854775808"), None);
    }
}
