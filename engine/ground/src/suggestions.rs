//! Which known name a misspelt one may have meant (`Python/suggestions.c`).

/// Cost of turning one word into another, at most `max` + 1 (`_levenshtein_distance`: moves cost 2, case 1).
fn distance(a: &str, b: &str, max: usize) -> usize {
    const MOVE: usize = 2;
    let substitution = |x: u8, y: u8| match (x, y) {
        _ if x == y => 0,
        _ if x.eq_ignore_ascii_case(&y) => 1,
        _ => MOVE,
    };
    // Bytes of UTF-8 are compared, not characters.
    let (mut a, mut b) = (a.as_bytes().to_vec(), b.as_bytes().to_vec());
    let shared = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    a.drain(..shared);
    b.drain(..shared);
    while a.last().is_some() && a.last() == b.last() {
        a.pop();
        b.pop();
    }
    if a.is_empty() || b.is_empty() {
        return MOVE * (a.len() + b.len());
    }
    if a.len() > b.len() {
        std::mem::swap(&mut a, &mut b);
    }
    if (b.len() - a.len()) * MOVE > max {
        return max + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE).collect();
    let mut result = 0;
    for (bi, &bc) in b.iter().enumerate() {
        let mut dist = bi * MOVE;
        result = dist;
        let mut minimum = usize::MAX;
        for (i, &ac) in a.iter().enumerate() {
            let substitute = dist + substitution(bc, ac);
            dist = row[i];
            result = substitute.min(result.min(dist) + MOVE);
            row[i] = result;
            minimum = minimum.min(result);
        }
        if minimum > max {
            return max + 1;
        }
    }
    result
}

/// The candidate closest to a misspelt name, if one is close enough.
pub fn closest(wrong: &str, candidates: &[String]) -> Option<String> {
    const MOVE: usize = 2;
    if candidates.len() > 750 || wrong.len() > 40 {
        return None;
    }
    let mut best: Option<(usize, &String)> = None;
    for candidate in candidates {
        if candidate == wrong {
            continue;
        }
        let mut max = (candidate.len() + wrong.len() + 3) * MOVE / 6;
        if let Some((distance, _)) = best {
            max = max.min(distance - 1);
        }
        let cost = distance(wrong, candidate, max);
        if cost <= max && best.is_none_or(|(d, _)| cost < d) {
            best = Some((cost, candidate));
            if cost == 0 {
                break;
            }
        }
    }
    best.map(|(_, name)| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_close_names() {
        let names = ["counter".to_owned(), "count".to_owned(), "amount".to_owned()];
        assert_eq!(closest("conter", &names), Some("counter".to_owned()));
        assert_eq!(closest("zebra", &names), None);
    }
}
