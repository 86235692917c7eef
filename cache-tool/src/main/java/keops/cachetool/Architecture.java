package keops.cachetool;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A GPU architecture, written as {@code sm_90}, {@code 90} or {@code 9.0}.
 *
 * @param architecture the compute capability, as 90 for 9.0
 */
record Architecture(int architecture) {
    private static final Pattern FORM = Pattern.compile("(?:sm_|compute_)?(\\d{2,3})|(\\d{1,2})\\.(\\d)");

    @Override
    public String toString() {
        return "sm_" + architecture;
    }

    /** Converts the text of a user. */
    static final class Type implements ITypeConverter<Architecture> {
        @Override
        public Architecture convert(String text) {
            Matcher matcher = FORM.matcher(text.strip());
            if (!matcher.matches()) {
                throw new TypeConversionException("expected an architecture, as in sm_90, but '" + text + "' came");
            }
            return new Architecture(Integer.parseInt(
                    matcher.group(1) != null ? matcher.group(1) : matcher.group(2) + matcher.group(3)));
        }
    }
}
