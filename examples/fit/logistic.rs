//! Logistic regression with a ridge.

/// Strength of the pull towards 0 on each weight, with features scaled to a deviation of 1.
const RIDGE: f64 = 2.0;

/// The logistic function.
pub(crate) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Maximum likelihood with a ridge, by Newton's method. The first column that is the same in all rows, the intercept, is not pulled.
pub(crate) fn logistic(rows: &[(Vec<f64>, bool)]) -> Vec<f64> {
    let parts = rows.first().map_or(0, |(row, _)| row.len());
    let count = rows.len() as f64;
    let deviation = |part: usize| {
        let mean = rows.iter().map(|(row, _)| row[part]).sum::<f64>() / count;
        (rows.iter().map(|(row, _)| (row[part] - mean).powi(2)).sum::<f64>() / count).sqrt()
    };
    let scale: Vec<f64> = (0..parts).map(deviation).collect();
    let constant = |part: usize| scale[part] < 1e-6;
    let zero = |part: usize| constant(part) && rows.iter().all(|(row, _)| row[part].abs() < 1e-9);
    let scaled: Vec<(Vec<f64>, f64)> = rows
        .iter()
        .map(|(row, right)| {
            let row = row.iter().enumerate();
            let row =
                row.map(|(part, value)| if constant(part) { *value } else { value / scale[part] });
            (row.collect(), f64::from(u8::from(*right)))
        })
        .collect();
    let mut weights = vec![0.0; parts];
    for _ in 0..30 {
        let mut gradient = vec![0.0; parts];
        let mut hessian = vec![vec![0.0; parts]; parts];
        for (row, right) in &scaled {
            let sum: f64 = weights.iter().zip(row).map(|(weight, value)| weight * value).sum();
            let probability = probability(sum);
            for one in 0..parts {
                gradient[one] += (probability - right) * row[one];
                for other in 0..=one {
                    hessian[one][other] +=
                        probability * (1.0 - probability) * row[one] * row[other];
                }
            }
        }
        for one in 0..parts {
            for other in 0..one {
                hessian[other][one] = hessian[one][other];
            }
        }
        for part in 0..parts {
            let pull = if constant(part) && !zero(part) { 1e-6 } else { RIDGE };
            gradient[part] += pull * weights[part];
            hessian[part][part] += pull;
        }
        for (weight, step) in weights.iter_mut().zip(solve(hessian, gradient)) {
            *weight -= step;
        }
    }
    (0..parts)
        .map(|part| if constant(part) { weights[part] } else { weights[part] / scale[part] })
        .collect()
}

/// Solves a system of linear equations (Gauss, with pivots).
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        let greatest = |&one: &usize, &other: &usize| {
            matrix[one][column].abs().total_cmp(&matrix[other][column].abs())
        };
        let pivot = (column..size).max_by(greatest).unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..size {
            let factor = matrix[row][column] / matrix[column][column];
            for at in column..size {
                matrix[row][at] -= factor * matrix[column][at];
            }
            right[row] -= factor * right[column];
        }
    }
    let mut solution = vec![0.0; size];
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|at| matrix[row][at] * solution[at]).sum();
        solution[row] = (right[row] - known) / matrix[row][row];
    }
    solution
}
