package keops.examples.shape;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/** Reads the vertices and faces of a PLY file, and passes over what else it has. */
final class PlyReader {
    private static final List<String> AXES = List.of("x", "y", "z");
    private static final List<String> CORNERS = List.of("vertex_indices", "vertex_index");

    private final String file;
    private final PlyHeader header;
    private final PlyBody body;
    private double[] coordinates;
    private final List<long[]> triangles = new ArrayList<>();

    private PlyReader(String file, ByteBuffer bytes) {
        this.file = file;
        this.header = PlyHeader.read(file, bytes);
        this.body = PlyBody.of(file, header, bytes);
    }

    static Mesh read(String file, ByteBuffer bytes) {
        return new PlyReader(file, bytes).read();
    }

    private Mesh read() {
        PlyHeader.Element vertices = required("vertex");
        PlyHeader.Element faces = required("face");
        for (String axis : AXES) {
            requireProperty(vertices, List.of(axis), "property float " + axis,
                    property -> property.ofCounts().isEmpty());
        }
        requireProperty(faces, CORNERS, "property list uchar int vertex_indices",
                property -> property.ofCounts().isPresent() && property.type().isInteger());
        header.elements().forEach(this::requireRoom);
        coordinates = new double[Math.toIntExact(Math.multiplyExact(3, vertices.count()))];
        for (PlyHeader.Element element : header.elements()) {
            for (long row = 0; row < element.count(); row++) {
                body.begin(element, row);
                for (PlyHeader.Property property : element.properties()) {
                    if (property.ofCounts().isPresent()) {
                        readList(element, property, property.ofCounts().get());
                    } else {
                        readNumber(element, row, property);
                    }
                }
                body.end();
            }
        }
        body.finish();
        long[] corners = triangles.stream().flatMapToLong(Arrays::stream).toArray();
        return new Mesh(Tensor.of(coordinates, vertices.count(), 3), Tensor.of(corners, triangles.size(), 3));
    }

    private PlyHeader.Element required(String name) {
        return header.element(name).orElseThrow(() -> new FormulaException(file + ": a mesh needs an element '" + name
                + "', but the elements are " + header.elements().stream()
                        .map(element -> PlyHeader.shown(element.name())).toList()));
    }

    private void requireProperty(PlyHeader.Element element, List<String> names, String example,
            Predicate<PlyHeader.Property> fits) {
        Optional<PlyHeader.Property> found = element.properties().stream()
                .filter(property -> names.contains(property.name())).findAny();
        if (found.isEmpty() || !fits.test(found.get())) {
            throw headerError(element, "the element '" + element.name() + "' needs '" + example + "'");
        }
    }

    /** Refuses at once counts that the file is too short for. */
    private void requireRoom(PlyHeader.Element element) {
        long least = 0;
        for (PlyHeader.Property property : element.properties()) {
            least += property.leastBytes(header.format());
        }
        if (element.count() > 0 && least == 0) {
            throw headerError(element, "the element '" + PlyHeader.shown(element.name()) + "' has no properties");
        }
        // The last row of a text may lack the end of its line.
        if (element.count() > 0 && element.count() > (body.left() + 1L) / least) {
            throw headerError(element, element.count() + " rows of '" + PlyHeader.shown(element.name())
                    + "' take at least " + least + " bytes each, but " + body.left() + " bytes follow the header");
        }
    }

    private FormulaException headerError(PlyHeader.Element element, String what) {
        return new FormulaException(file + ": line " + element.line() + ": " + what);
    }

    private void readNumber(PlyHeader.Element element, long row, PlyHeader.Property property) {
        double number = body.next(property.type());
        int axis = element.name().equals("vertex") ? AXES.indexOf(property.name()) : -1;
        if (axis >= 0) {
            if (!Double.isFinite(number)) {
                throw body.error(property.name() + " must be a finite number, but is " + number);
            }
            coordinates[Math.toIntExact(3 * row + axis)] = number;
        }
    }

    private void readList(PlyHeader.Element element, PlyHeader.Property property, PlyType ofCount) {
        double count = body.next(ofCount);
        int bytes = header.format() == Ply.Format.ASCII ? 1 : property.type().bytes();
        if (!(count >= 0 && count * bytes <= body.left())) {
            throw body.error("a list has " + (long) count + " numbers, but " + body.left() + " bytes are left");
        }
        if (element.name().equals("face") && CORNERS.contains(property.name())) {
            readPolygon((int) count, property.type());
        } else {
            for (int k = 0; k < count; k++) {
                body.next(property.type());
            }
        }
    }

    /** A polygon becomes a fan of triangles around its first corner. */
    private void readPolygon(int count, PlyType type) {
        if (count < 3) {
            throw body.error("a face has at least 3 corners, but this one has " + count);
        }
        long first = readCorner(type);
        long before = readCorner(type);
        for (int k = 2; k < count; k++) {
            long corner = readCorner(type);
            triangles.add(new long[] {first, before, corner});
            before = corner;
        }
    }

    private long readCorner(PlyType type) {
        long corner = (long) body.next(type);
        if (corner < 0 || corner >= coordinates.length / 3) {
            throw body.error("it names vertex " + corner + ", but there are " + coordinates.length / 3
                    + ", from 0 on");
        }
        return corner;
    }
}
