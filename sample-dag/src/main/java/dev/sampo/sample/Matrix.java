package dev.sampo.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A matrix of doubles, row by row. As a record it travels as it is. */
record Matrix(int rows, int columns, double[] cells) {

    /** Small whole numbers, so that sums are exact in any order. */
    static Matrix random(int rows, int columns, long seed) {
        var random = new Random(seed);
        return new Matrix(
                rows,
                columns,
                random.ints((long) rows * columns, -9, 10).asDoubleStream().toArray());
    }

    Matrix block(int firstRow, int firstColumn, int size) {
        var block = new Matrix(size, size, new double[size * size]);
        for (int row = 0; row < size; row++) {
            System.arraycopy(cells, (firstRow + row) * columns + firstColumn, block.cells, row * size, size);
        }
        return block;
    }

    Matrix times(Matrix other) {
        var product = new Matrix(rows, other.columns, new double[rows * other.columns]);
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < columns; k++) {
                double cell = cells[row * columns + k];
                for (int column = 0; column < other.columns; column++) {
                    product.cells[row * other.columns + column] += cell * other.cells[k * other.columns + column];
                }
            }
        }
        return product;
    }

    static Matrix sum(List<Matrix> terms) {
        var sum = new double[terms.get(0).cells.length];
        for (Matrix term : terms) {
            Arrays.setAll(sum, cell -> sum[cell] + term.cells[cell]);
        }
        return new Matrix(terms.get(0).rows, terms.get(0).columns, sum);
    }

    /** Puts square blocks, given row by row, side by side. */
    static Matrix join(List<Matrix> blocks) {
        int across = (int) Math.round(Math.sqrt(blocks.size()));
        int size = blocks.get(0).rows;
        var whole = new Matrix(across * size, across * size, new double[across * size * across * size]);
        for (int number = 0; number < blocks.size(); number++) {
            for (int row = 0; row < size; row++) {
                int target = (number / across * size + row) * whole.columns + number % across * size;
                System.arraycopy(blocks.get(number).cells, row * size, whole.cells, target, size);
            }
        }
        return whole;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matrix matrix
                && rows == matrix.rows
                && columns == matrix.columns
                && Arrays.equals(cells, matrix.cells);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cells);
    }
}
