package keops.examples.shape;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import keops.examples.draw.Panel;

/**
 * A mesh seen from afar, without perspective: triangles that look away are left out, and the others are painted from
 * the farthest to the nearest, each as light as it is turned to the lamps. The z axis points up. Immutable.
 */
public final class MeshPanel implements Panel {
    private static final Color GREY = new Color(0xd0cbc2);
    /** Where the lamps are, as the viewer sees it: to the right, up, towards the viewer; then how bright they are. */
    private static final double[][] LAMPS = {{-0.45, 0.65, 0.61, 0.8}, {0.8, 0.1, 0.59, 0.25}, {0.1, -0.9, 0.42, 0.1}};
    private static final double AMBIENT = 0.25;
    private static final double MARGIN = 10;
    private static final double TITLE_HEIGHT = 26;
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

    private final Mesh mesh;
    private final String title;
    private final double[][] camera;
    private final IntFunction<Color> colors;
    private final double[][] box;

    private MeshPanel(Mesh mesh, String title, double[][] camera, IntFunction<Color> colors, double[][] box) {
        this.mesh = mesh;
        this.title = title;
        this.camera = camera;
        this.colors = colors;
        this.box = box;
    }

    /** A grey mesh, seen from a bit above, between the x and the y axis. */
    public static MeshPanel of(String title, Mesh mesh) {
        Objects.requireNonNull(title, "title");
        return new MeshPanel(mesh, title, camera(-60, 20), _ -> GREY, mesh.box());
    }

    /**
     * The same seen from another side.
     *
     * @param azimuth where the viewer stands, in degrees: 0 on the x axis, 90 on the y axis
     * @param elevation how far up, in degrees, from -90 to 90
     */
    public MeshPanel seenFrom(double azimuth, double elevation) {
        return new MeshPanel(mesh, title, camera(azimuth, elevation), colors, box);
    }

    /** The same with a colour for the number of each face. */
    public MeshPanel colors(IntFunction<Color> colorOfFace) {
        return new MeshPanel(mesh, title, camera, Objects.requireNonNull(colorOfFace, "colorOfFace"), box);
    }

    /** The same with another title, which may be empty. */
    public MeshPanel title(String text) {
        return new MeshPanel(mesh, Objects.requireNonNull(text, "text"), camera, colors, box);
    }

    /** The same, as far away as if it had to show this box, {@code {low, high}}: for pictures beside each other. */
    public MeshPanel frame(double[][] all) {
        return new MeshPanel(mesh, title, camera, colors, new double[][] {all[0].clone(), all[1].clone()});
    }

    /** The directions to the right, up, and towards the viewer. */
    private static double[][] camera(double azimuth, double elevation) {
        double a = Math.toRadians(azimuth);
        double e = Math.toRadians(elevation);
        return new double[][] {{-Math.sin(a), Math.cos(a), 0},
            {-Math.sin(e) * Math.cos(a), -Math.sin(e) * Math.sin(a), Math.cos(e)},
            {Math.cos(e) * Math.cos(a), Math.cos(e) * Math.sin(a), Math.sin(e)}};
    }

    /** A triangle as the viewer sees it. */
    private record Seen(double depth, Path2D path, Color color) {}

    @Override
    public void draw(Graphics2D g, Rectangle2D area) {
        double top = title.isEmpty() ? 0 : TITLE_HEIGHT;
        double width = 0;
        double height = 0;
        for (int axis = 0; axis < 3; axis++) {
            width += Math.abs(camera[0][axis]) * (box[1][axis] - box[0][axis]);
            height += Math.abs(camera[1][axis]) * (box[1][axis] - box[0][axis]);
        }
        double scale = Math.min((area.getWidth() - 2 * MARGIN) / width, (area.getHeight() - top - 2 * MARGIN) / height);
        double[] middle = onScreen((box[0][0] + box[1][0]) / 2, (box[0][1] + box[1][1]) / 2,
                (box[0][2] + box[1][2]) / 2);
        g.setStroke(new BasicStroke(0.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (Seen triangle : seen(scale, area.getCenterX() - scale * middle[0],
                area.getCenterY() + top / 2 + scale * middle[1])) {
            g.setColor(triangle.color());
            g.fill(triangle.path());
            // Smooth edges would let the ground shine through between neighbours.
            g.draw(triangle.path());
        }
        if (!title.isEmpty()) {
            g.setFont(TITLE);
            g.setColor(Color.BLACK);
            double length = g.getFontMetrics().getStringBounds(title, g).getWidth();
            g.drawString(title, (float) (area.getCenterX() - length / 2), (float) (area.getY() + TITLE_HEIGHT - 6));
        }
    }

    /** The triangles that face the viewer, the farthest first. */
    private List<Seen> seen(double scale, double left, double top) {
        double[] normals = mesh.normals().toDoubleArray();
        List<Seen> seen = new ArrayList<>();
        for (int face = 0; face < mesh.faces().size(0); face++) {
            double[] normal = onScreen(normals[3 * face], normals[3 * face + 1], normals[3 * face + 2]);
            if (normal[2] > 0) {
                var path = new Path2D.Double();
                double depth = 0;
                for (double[] corner : mesh.corners(face)) {
                    double[] place = onScreen(corner[0], corner[1], corner[2]);
                    if (path.getCurrentPoint() == null) {
                        path.moveTo(left + scale * place[0], top - scale * place[1]);
                    } else {
                        path.lineTo(left + scale * place[0], top - scale * place[1]);
                    }
                    depth += place[2];
                }
                path.closePath();
                seen.add(new Seen(depth, path, lit(colors.apply(face), normal)));
            }
        }
        seen.sort(Comparator.comparingDouble(Seen::depth));
        return seen;
    }

    private double[] onScreen(double x, double y, double z) {
        double[] place = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            place[axis] = camera[axis][0] * x + camera[axis][1] * y + camera[axis][2] * z;
        }
        return place;
    }

    private static Color lit(Color color, double... normal) {
        double light = AMBIENT;
        for (double[] lamp : LAMPS) {
            light += lamp[3] * Math.max(0, lamp[0] * normal[0] + lamp[1] * normal[1] + lamp[2] * normal[2]);
        }
        return new Color(channel(color.getRed(), light), channel(color.getGreen(), light),
                channel(color.getBlue(), light));
    }

    private static int channel(int value, double light) {
        return Math.clamp(Math.round(value * light), 0, 255);
    }
}
