package keops.bindings;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;

/**
 * Prints the function descriptors of a generated class, one a line. A descriptor is to be had only where its symbol is,
 * so this runs in a JVM of its own, with a library that has every symbol and does nothing.
 */
final class DescriptorsOf {
    private DescriptorsOf() {}

    public static void main(String[] arguments) throws Exception {
        for (Method method : GeneratedClass.functions(Class.forName(arguments[0]))) {
            String name = method.getName().substring(0, method.getName().indexOf('$'));
            System.out.println(name + " " + letters((FunctionDescriptor) method.invoke(null)));
        }
    }

    /** As in {@code I(PJ)}: the kind of each value and its size, in the letters of {@link Prototype}. */
    private static String letters(FunctionDescriptor descriptor) {
        StringBuilder letters = new StringBuilder();
        letters.append(descriptor.returnLayout().map(DescriptorsOf::letter).orElse('V'));
        letters.append('(');
        descriptor.argumentLayouts().forEach(layout -> letters.append(letter(layout)));
        return letters.append(')').toString();
    }

    private static char letter(MemoryLayout layout) {
        return switch (layout) {
            case AddressLayout _ -> 'P';
            case ValueLayout.OfFloat _ -> 'F';
            case ValueLayout.OfDouble _ -> 'D';
            case ValueLayout.OfInt _ -> 'I';
            case ValueLayout.OfLong _ -> 'J';
            default -> '?';
        };
    }
}
