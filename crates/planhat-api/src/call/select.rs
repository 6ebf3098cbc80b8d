//! Which properties a list is to return.

/// Names of properties, as the API takes them: with commas between.
///
/// ```
/// # use planhat_api::Select;
/// assert_eq!(Select::from(["_id", "product"]).as_str(), "_id,product");
/// assert_eq!(Select::from("_id,product").as_str(), "_id,product");
/// let names: Select = vec!["_id".to_owned(), "custom".to_owned()].into_iter().collect();
/// assert_eq!(names.as_str(), "_id,custom");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Select(String);

impl Select {
    /// The names with commas between them.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Select {
    fn from(names: &str) -> Self {
        Self(names.to_owned())
    }
}

impl From<String> for Select {
    fn from(names: String) -> Self {
        Self(names)
    }
}

impl<S: AsRef<str>, const N: usize> From<[S; N]> for Select {
    fn from(names: [S; N]) -> Self {
        names.into_iter().collect()
    }
}

impl<S: AsRef<str>> From<Vec<S>> for Select {
    fn from(names: Vec<S>) -> Self {
        names.into_iter().collect()
    }
}

impl<S: AsRef<str>> From<&[S]> for Select {
    fn from(names: &[S]) -> Self {
        names.iter().collect()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Select {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        let mut all = String::new();
        for name in names {
            if !all.is_empty() {
                all.push(',');
            }
            all.push_str(name.as_ref());
        }
        Self(all)
    }
}
