package dev.sampo.sample;

import static dev.sampo.resource.Resources.cpus;

import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import java.util.ArrayList;
import java.util.List;

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
        var left = blocks(dag, "a", a);
        var right = blocks(dag, "b", b);
        var blocks = new ArrayList<Handle<Matrix>>();
        for (int row = 0; row < ACROSS; row++) {
            for (int column = 0; column < ACROSS; column++) {
                var terms = new ArrayList<Handle<Matrix>>();
                for (int k = 0; k < ACROSS; k++) {
                    var name = "product-" + row + "-" + column + "-" + k;
                    terms.add(dag.task(name, left.get(row * ACROSS + k), right.get(k * ACROSS + column), Matrix::times)
                            .needs(cpus(1).memory("1MB")));
                }
                blocks.add(dag.task("sum-" + row + "-" + column, terms, Matrix::sum));
            }
        }
        var product = dag.task("product", blocks, Matrix::join);
        return sampo.submit(dag).await(product);
    }

    /** The blocks of an input, row by row, as constants: each goes once to every node that needs it. */
    private static List<Handle<Matrix>> blocks(Dag dag, String name, Matrix whole) {
        var blocks = new ArrayList<Handle<Matrix>>();
        for (int row = 0; row < ACROSS; row++) {
            for (int column = 0; column < ACROSS; column++) {
                var block = whole.block(row * BLOCK, column * BLOCK, BLOCK);
                blocks.add(dag.value(name + "-" + row + "-" + column, block));
            }
        }
        return blocks;
    }
}
