package keops.formula;

import static org.junit.jupiter.api.Assertions.assertTrue;

import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** Erf against values computed with 40 digits (mpmath), in units in the last place. */
class ErrorFunctionTest {
    /** Points that are exact in float32, and erf there, rounded once. */
    private static final double[][] TABLE = {
        {8.673617379884035e-19, 9.78712915481871e-19},
        {9.313225746154785e-10, 1.050884991041862e-09},
        {0.0010000000474974513, 0.0011283788445643173},
        {0.0625, 0.07043197772238707},
        {0.125, 0.1403162048013338},
        {0.25, 0.27632639016823696},
        {0.3125, 0.341468633501595},
        {0.375, 0.4041169094348223},
        {0.4375, 0.463898135749933},
        {0.46875, 0.49261347321793797},
        {0.5, 0.5204998778130465},
        {0.53125, 0.5475284453995446},
        {0.5625, 0.5736744566155919},
        {0.625, 0.623240882188418},
        {0.75, 0.7111556336535151},
        {0.875, 0.7840750610598597},
        {1.0, 0.8427007929497149},
        {1.25, 0.9229001282564583},
        {1.5, 0.9661051464753108},
        {1.75, 0.9866716712191824},
        {2.0, 0.9953222650189527},
        {2.25, 0.9985372834133188},
        {2.5, 0.999593047982555},
        {2.75, 0.9998993780778803},
        {3.0, 0.9999779095030014},
        {3.25, 0.9999956972205363},
        {3.5, 0.9999992569016276},
        {3.75, 0.9999998862727434},
        {4.0, 0.9999999845827421},
        {4.25, 0.9999999981494259},
        {4.5, 0.9999999998033839},
        {4.75, 0.9999999999815149},
        {5.0, 0.9999999999984626},
        {5.25, 0.9999999999998869},
        {5.5, 0.9999999999999927},
        {5.75, 0.9999999999999996},
        {5.875, 0.9999999999999999},
        {6.0, 1.0},
        {6.5, 1.0},
        {30.0, 1.0}
    };

    @Test
    void errorsAreAFewUnitsInTheLastPlace() {
        for (Sample.Way way : Sample.Way.all()) {
            double worst = 0;
            for (double sign : new double[] {1, -1}) {
                for (double[] row : TABLE) {
                    worst = Math.max(worst, error(way, sign * row[0], sign * row[1]));
                }
            }
            assertTrue(worst <= (way.dtype() == DType.FLOAT64 ? 3 : 2), way + ": error of " + worst + " ulp");
        }
    }

    private static double error(Sample.Way way, double x, double expected) {
        double value = Sample.of("Erf(x)").with("x", x).gives(expected).value(way)[0];
        double ulp = way.dtype() == DType.FLOAT64 ? Math.ulp(expected) : Math.ulp((float) expected);
        return Math.abs(value - expected) / ulp;
    }
}
