package keops.examples.draw;

import java.awt.Font;

/** The fonts of all pictures: a logical family of Java, which every machine with fonts has. */
final class Fonts {
    static final Font HEADING = new Font(Font.SANS_SERIF, Font.PLAIN, 18);
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private Fonts() {}
}
