package keops.bindings;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What jextract put in a class: for a constant a method of its name, for a function also name$descriptor. */
final class GeneratedClass {
    private static final String DESCRIPTOR = "$descriptor";

    private GeneratedClass() {}

    /** The name$descriptor methods. */
    static List<Method> functions(Class<?> generated) {
        return methods(generated).filter(method -> method.getName().endsWith(DESCRIPTOR)).toList();
    }

    static List<String> functionNames(Class<?> generated) {
        return functions(generated).stream()
                .map(method -> method.getName().replace(DESCRIPTOR, ""))
                .toList();
    }

    static List<Method> constants(Class<?> generated) {
        Set<String> functions = functionNames(generated).stream().collect(Collectors.toSet());
        return methods(generated)
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> !method.getName().contains("$") && !functions.contains(method.getName()))
                .toList();
    }

    private static Stream<Method> methods(Class<?> generated) {
        return Arrays.stream(generated.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .sorted(Comparator.comparing(Method::getName));
    }
}
