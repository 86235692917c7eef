package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** Accumulators and what they start from. */
class EpilogueTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void everyAccumulatorStartsFromItsNeutralElement() {
        for (Epilogue epilogue : List.of(
                new Epilogue.Sum(0, SumScheme.AUTO), new Epilogue.Sum(0, SumScheme.BLOCK),
                new Epilogue.Sum(0, SumScheme.KAHAN), new Epilogue.ColumnSum(0, 0),
                new Epilogue.Extremum(0, true, true), new Epilogue.Extremum(0, false, false),
                new Epilogue.Candidates(0, 1, 0))) {
            assertEquals(epilogue.accumulators(), epilogue.neutral().length, epilogue.toString());
        }
        assertArrayEquals(new double[] {-INFINITY, -1}, new Epilogue.Extremum(0, true, true).neutral());
        assertArrayEquals(new double[] {INFINITY}, new Epilogue.Extremum(0, false, false).neutral());
    }

    @Test
    void aDirectSumIsCarriedOnFromTileToTile() {
        var direct = new Epilogue.Sum(0, SumScheme.DIRECT);
        assertEquals(1, direct.accumulators());
        assertEquals(0, direct.neutral().length);
    }

    @Test
    void columnsGoDownWhereTheLowestOfTiesWins() {
        assertTrue(new Epilogue.Extremum(0, true, true).isDescending());
        assertFalse(new Epilogue.Extremum(0, true, false).isDescending());
        assertFalse(new Epilogue.Sum(0, SumScheme.BLOCK).isDescending());
    }
}
