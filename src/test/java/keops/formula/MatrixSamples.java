package keops.formula;

import java.util.List;

/** Values of matrix and tensor operators; numbers as numpy gives them (kron, tensordot, transpose). */
final class MatrixSamples {
    private MatrixSamples() {}

    static List<Sample> all() {
        return List.of(
                a("MatVecMult(A,b)", 1, 2, 3, 4, 5, 6).with("b", 1, 10, 100).gives(321, 654),
                a("MatVecMult(A,b)", 1, 2, 3).with("b", 10).gives(10, 20, 30),
                a("VecMatMult(b,A)", 1, 2, 3, 4, 5, 6).with("b", 1, 10).gives(41, 52, 63),
                a("TensorProd(A,b)", 1, 2, 3).with("b", 10, 100).gives(10, 100, 20, 200, 30, 300),
                a("TensorDot(A,b,[2,3],[3,2],[1],[0])", 1, 2, 3, 4, 5, 6).with("b", 1, 0, 0, 1, 2, 3)
                        .gives(7, 11, 16, 23),
                a("TensorDot(A,b,Ind(2,3),Ind(3,2),Ind(1),Ind(0),Ind(1,0))", 1, 2, 3, 4, 5, 6)
                        .with("b", 1, 0, 0, 1, 2, 3).gives(7, 16, 11, 23),
                a("TensorDot(A,b,[2,2],[2,2],[0,1],[0,1])", 1, 2, 3, 4).with("b", 5, 6, 7, 8).gives(70),
                a("TensorDot(A,b,[2,2],[2,2],[0,1],[1,0])", 1, 2, 3, 4).with("b", 5, 6, 7, 8).gives(69),
                a("TensorDot(A,b,[2],[1,2],[],[],[1,2,0])", 1, 2).with("b", 5, 6).gives(5, 10, 6, 12),
                a("Kron(A,b,[2,2],[2,2])", 1, 2, 3, 4).with("b", 0, 5, 6, 7)
                        .gives(0, 5, 0, 10, 6, 7, 12, 14, 0, 15, 0, 20, 18, 21, 24, 28),
                a("Kron(A,b,[3],[2])", 1, 2, 3).with("b", 10, 100).gives(10, 100, 20, 200, 30, 300));
    }

    private static Sample.Builder a(String formula, double... a) {
        return Sample.of(formula).with("A", a);
    }
}
