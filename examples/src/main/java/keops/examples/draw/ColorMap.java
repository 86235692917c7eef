package keops.examples.draw;

import java.awt.Color;

/** Colours for numbers from 0 to 1. People with a colour vision deficiency can read both maps. */
public enum ColorMap {
    /** From dark violet over green to yellow; its lightness grows evenly. The map of matplotlib (CC0). */
    VIRIDIS(0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26,
            0xfde725),
    /** From blue over near white to orange, for numbers of both signs: 0.5 stands for zero. */
    DIVERGING(0x12436d, 0x2a6ea6, 0x5b9bcb, 0x9cc4e2, 0xd3e4f0, 0xf7f6f4, 0xfae0c3, 0xf4bc80, 0xe39140, 0xbd6412,
            0x7f3b08);

    private final int[] stops;

    ColorMap(int... stops) {
        this.stops = stops;
    }

    /** The colour of a number; numbers beyond 0 and 1 have the colours of the ends, NaN is grey. */
    public Color at(double number) {
        return new Color(rgb(number));
    }

    /** The colour of a number as 0xRRGGBB. */
    int rgb(double number) {
        if (Double.isNaN(number)) {
            return 0xb0b0b0;
        }
        double place = Math.clamp(number, 0, 1) * (stops.length - 1);
        int below = Math.min((int) place, stops.length - 2);
        double share = place - below;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double from = stops[below] >> shift & 0xff;
            double to = stops[below + 1] >> shift & 0xff;
            rgb |= (int) Math.round(from + share * (to - from)) << shift;
        }
        return rgb;
    }
}
