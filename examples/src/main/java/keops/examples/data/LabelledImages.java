package keops.examples.data;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import keops.error.FormulaException;
import keops.tensor.Npy;
import keops.tensor.Tensor;

/**
 * Images, one per row, and the label of each. Immutable; threads may share it.
 *
 * @param images the pixels: (N, D)
 * @param labels whole numbers: (N)
 */
public record LabelledImages(Tensor images, Tensor labels) {
    /** Checks that there is a label for each image. */
    public LabelledImages {
        if (images.rank() != 2 || !images.dtype().isFloating() || labels.rank() != 1 || labels.dtype().isFloating()
                || labels.size(0) != images.size(0)) {
            throw new FormulaException("images (N, D) in floating point and labels (N) in whole numbers are expected,"
                    + " but " + images.description() + " and " + labels.description() + " came");
        }
    }

    /** Maps two files of NumPy; those of the handwritten digits where none is given. */
    public static LabelledImages read(Path images, Path labels, Arena arena) throws IOException {
        return new LabelledImages(
                Npy.map(DigitFiles.images(images), arena), Npy.map(DigitFiles.labels(labels), arena));
    }

    /** The number of images. */
    public long count() {
        return images.size(0);
    }

    /** The same, if there are so many images, and all labels are from 0 to the number of classes, without it. */
    public LabelledImages checked(long fewest, long classes) {
        if (count() < fewest) {
            throw new FormulaException("at least " + fewest + " images are needed, but there are " + count());
        }
        for (long i = 0; i < count(); i++) {
            long label = labels.longAt(i);
            if (label < 0 || label >= classes) {
                throw new FormulaException("labels must be from 0 to " + (classes - 1) + ", but that of image " + i
                        + " is " + label);
            }
        }
        return this;
    }
}
