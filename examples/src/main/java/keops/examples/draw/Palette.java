package keops.examples.draw;

import java.awt.Color;

/** Colours for classes that have no order. */
public final class Palette {
    /** The colours of Okabe and Ito, Color Universal Design (2008), and three more. */
    private static final int[] COLORS = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x7a4fa3, 0x8c6239,
        0x6b6b6b, 0xb3c430};
    private static final double GOLDEN_SECTION = 0.618033988749895;

    private Palette() {}

    /**
     * The colour of a class. The first ten can be told apart by people with a colour vision deficiency; those that
     * follow differ from their neighbours in the count.
     *
     * @param index the number of the class, from 0 on
     */
    public static Color color(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("the number of a class must be at least 0, but is " + index);
        }
        if (index < COLORS.length) {
            return new Color(COLORS[(int) index]);
        }
        double hue = index * GOLDEN_SECTION;
        float saturation = 0.55f + 0.15f * (index % 3);
        float brightness = 0.9f - 0.2f * (index % 2);
        return Color.getHSBColor((float) (hue - Math.floor(hue)), saturation, brightness);
    }
}
