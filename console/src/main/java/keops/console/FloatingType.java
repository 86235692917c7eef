package keops.console;

import java.util.Arrays;
import java.util.Iterator;
import keops.tensor.DType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the name of a floating element type. */
public final class FloatingType implements ITypeConverter<DType>, Iterable<String> {
    /** Called by picocli for each option of this type. */
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
