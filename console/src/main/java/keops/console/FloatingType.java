package keops.console;

import java.util.Arrays;
import java.util.Iterator;
import keops.tensor.DType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an element type that formulas can be computed in. */
public final class FloatingType implements ITypeConverter<DType>, Iterable<String> {
    /** For picocli, which makes one where an option asks for it. */
    public FloatingType() {}

    @Override
    public DType convert(String text) {
        return Arrays.stream(DType.values())
                .filter(type -> type.isFloating() && type.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected " + String.join(" or ", this) + ", but '" + text + "' came"));
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(DType.values()).filter(DType::isFloating).map(DType::text).iterator();
    }
}
