package dev.sampo.sample;

import static dev.sampo.resource.Resources.cpus;

import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import java.util.ArrayList;

/** Multiplies two matrices block by block and compares with the direct product. */
public final class MatrixMultiply {
    private static final int SIZE = 256;
    private static final int BLOCK = 64;
    private static final int ACROSS = SIZE / BLOCK;

    public static void main(String[] args) {
        var a = Matrix.random(SIZE, SIZE, 1);
        var b = Matrix.random(SIZE, SIZE, 2);
        try (Sampo sampo = Sampo.local()) {
            boolean same = multiply(sampo, a, b).equals(a.times(b));
            System.out.println(ACROSS * ACROSS * ACROSS + " block products; "
                    + (same ? "equal to the direct product" : "DIFFERENT from the direct product"));
        }
    }

    static Matrix multiply(Sampo sampo, Matrix a, Matrix b) {
        var dag = Dag.named("matrix-multiply");
        var left = new Block[ACROSS][ACROSS];
        var right = new Block[ACROSS][ACROSS];
        for (int row = 0; row < ACROSS; row++) {
            for (int column = 0; column < ACROSS; column++) {
                left[row][column] = Block.of(dag, "a", row, column, a);
                right[row][column] = Block.of(dag, "b", row, column, b);
            }
        }
        var blocks = new ArrayList<Handle<Matrix>>();
        for (int row = 0; row < ACROSS; row++) {
            for (int column = 0; column < ACROSS; column++) {
                var terms = new ArrayList<Handle<Matrix>>();
                for (int k = 0; k < ACROSS; k++) {
                    var name = "product-" + row + "-" + column + "-" + k;
                    terms.add(dag.task(name, left[row][k].handle(), right[k][column].handle(), Matrix::times)
                            .needs(cpus(1).memory("1MB")));
                }
                blocks.add(dag.task("sum-" + row + "-" + column, terms, Matrix::sum));
            }
        }
        var product = dag.task("product", blocks, Matrix::join);
        return sampo.submit(dag).await(product);
    }

    /** A piece of an input; a constant goes once to each node that needs it. */
    private record Block(Handle<Matrix> handle) {
        static Block of(Dag dag, String matrix, int row, int column, Matrix whole) {
            var name = matrix + "-" + row + "-" + column;
            return new Block(dag.value(name, whole.block(row * BLOCK, column * BLOCK, BLOCK)));
        }
    }
}
