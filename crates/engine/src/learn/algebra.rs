//! Plain arithmetic on a few columns, each sum in one order: the same bits on every machine, with any number of threads.

/// How often all pairs of directions are turned against each other: enough for sixteen digits of any matrix of this size.
const SWEEPS: usize = 12;
/// A column that is so much shorter once what others have is taken out is not one of its own.
const OWN_MIN: f64 = 1e-10;

/// Numbers, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Matrix {
    pub columns: usize,
    pub cells: Vec<f64>,
}

impl Matrix {
    pub fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.columns..][..self.columns]
    }
}

/// The columns, made upright to each other and of length one; one that says nothing of its own becomes zero.
pub(super) fn orthonormal(matrix: Matrix) -> Matrix {
    // Twice: the second time mends what rounding left of the first.
    upright(upright(matrix))
}

fn upright(mut matrix: Matrix) -> Matrix {
    let size = matrix.columns;
    let root = root(times(&matrix, &matrix));
    for row in matrix.cells.chunks_exact_mut(size.max(1)) {
        for column in 0..size {
            let known: f64 = (0..column).map(|before| row[before] * root.row(column)[before]).sum();
            let length = root.row(column)[column];
            row[column] = if length > 0.0 { (row[column] - known) / length } else { 0.0 };
        }
    }
    matrix
}

/// The product of the one turned over with the other: columns by columns.
pub(super) fn times(one: &Matrix, other: &Matrix) -> Matrix {
    let columns = other.columns;
    let mut cells = vec![0.0; one.columns * columns];
    for (a, b) in one.cells.chunks_exact(one.columns.max(1)).zip(other.cells.chunks_exact(columns.max(1))) {
        for (value, sums) in a.iter().zip(cells.chunks_exact_mut(columns.max(1))) {
            sums.iter_mut().zip(b).for_each(|(sum, other)| *sum += value * other);
        }
    }
    Matrix { columns, cells }
}

/// The lower root of a symmetric matrix (Cholesky), with nothing where there is nothing left.
fn root(mut matrix: Matrix) -> Matrix {
    let size = matrix.columns;
    for column in 0..size {
        let whole = matrix.row(column)[column];
        let known: f64 = matrix.row(column)[..column].iter().map(|cell| cell * cell).sum();
        let left = whole - known;
        let length = if left > OWN_MIN * whole { left.sqrt() } else { 0.0 };
        matrix.cells[column * size + column] = length;
        for row in column + 1..size {
            let known: f64 = (0..column).map(|at| matrix.row(row)[at] * matrix.row(column)[at]).sum();
            let cell = &mut matrix.cells[row * size + column];
            *cell = if length > 0.0 { (*cell - known) / length } else { 0.0 };
        }
    }
    matrix
}

/// The directions in which a symmetric matrix only stretches, as columns (Jacobi's turns).
pub(super) fn eigenvectors(mut matrix: Matrix) -> Matrix {
    let size = matrix.columns;
    let mut found = Matrix { columns: size, cells: vec![0.0; size * size] };
    (0..size).for_each(|at| found.cells[at * size + at] = 1.0);
    for _ in 0..SWEEPS {
        for one in 0..size {
            for other in one + 1..size {
                turn(&mut matrix, &mut found, (one, other));
            }
        }
    }
    found
}

/// Turns two directions so that nothing is left between them.
fn turn(matrix: &mut Matrix, found: &mut Matrix, (one, other): (usize, usize)) {
    let size = matrix.columns;
    let between = matrix.row(one)[other];
    if between == 0.0 {
        return;
    }
    let apart = (matrix.row(other)[other] - matrix.row(one)[one]) / (2.0 * between);
    let tangent = apart.signum() / (apart.abs() + (apart * apart + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    let mix = |cells: &mut [f64], first: usize, second: usize| {
        let (a, b) = (cells[first], cells[second]);
        cells[first] = cosine * a - sine * b;
        cells[second] = sine * a + cosine * b;
    };
    for at in 0..size {
        mix(&mut matrix.cells, at * size + one, at * size + other);
    }
    for at in 0..size {
        mix(&mut matrix.cells, one * size + at, other * size + at);
        mix(&mut found.cells, at * size + one, at * size + other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern.
    fn any(rows: usize, columns: usize) -> Matrix {
        let cell = |at: usize| ((at * 7_919 + 104_729) % 1_009) as f64 / 500.0 - 1.0;
        Matrix { columns, cells: (0..rows * columns).map(cell).collect() }
    }

    fn is_close(one: &Matrix, other: impl Fn(usize, usize) -> f64) -> bool {
        let at = |at: usize| other(at / one.columns, at % one.columns);
        one.cells.iter().enumerate().all(|(place, cell)| (cell - at(place)).abs() < 1e-9)
    }

    #[test]
    fn columns_become_upright_and_of_length_one() {
        let found = orthonormal(any(60, 6));
        assert!(is_close(&times(&found, &found), |row, column| f64::from(u8::from(row == column))));
        let mut doubled = any(60, 6);
        doubled.cells.chunks_exact_mut(6).for_each(|row| row[3] = 2.0 * row[1]);
        let found = orthonormal(doubled);
        assert!(found.cells.chunks_exact(6).all(|row| row[3] == 0.0));
    }

    #[test]
    fn along_its_own_directions_a_matrix_only_stretches() {
        let matrix = times(&any(60, 6), &any(60, 6));
        let found = eigenvectors(matrix.clone());
        assert!(is_close(&times(&found, &found), |row, column| f64::from(u8::from(row == column))));
        let stretched = times(&found, &times(&matrix, &found));
        assert!(
            (0..36)
                .filter(|at| at / 6 != at % 6)
                .all(|at| stretched.cells[at].abs() < 1e-8 * stretched.cells[0].abs().max(1.0))
        );
    }
}
