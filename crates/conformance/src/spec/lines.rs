//! Where a key of the spec stands, so that a report can name its line.

/// The line, from 1, of the key at the end of a path of keys. It knows block mappings alone, which is how the spec is written.
pub(super) fn line_of(text: &str, path: &[&str]) -> Option<usize> {
    // The keys of the path that were met, each with its indent and that of the keys below it.
    let mut met: Vec<(usize, Option<usize>)> = vec![(0, Some(0))];
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let indent = line.len() - trimmed.len();
        while met.len() > 1 && met.last().is_some_and(|(own, _)| indent <= *own) {
            met.pop();
        }
        let wanted = path.get(met.len() - 1)?;
        let below = met
            .last_mut()
            .map(|(_, below)| *below.get_or_insert(indent));
        let key = trimmed
            .split_once(':')
            .map(|(key, _)| key.trim_matches(['\'', '"']));
        if below == Some(indent) && key == Some(wanted) {
            if met.len() == path.len() {
                return Some(index + 1);
            }
            met.push((indent, None));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a:
  x: 1
  deep:
    # x: no key
    other:
      x: 2
    '200': { y: 3 }

b:
  x: 4
  deep:
    x: 5
";

    #[test]
    fn a_key_is_found_by_its_path_and_not_by_its_name() {
        for (path, line) in [
            (&["a", "x"][..], Some(2)),
            (&["a", "deep", "200"], Some(7)),
            (&["b", "x"], Some(10)),
            (&["b", "deep", "x"], Some(12)),
            (&["b"], Some(9)),
            (&["a", "deep", "x"], None),
            (&["b", "other"], None),
            (&["x"], None),
        ] {
            assert_eq!(line_of(TEXT, path), line, "{path:?}");
        }
    }
}
