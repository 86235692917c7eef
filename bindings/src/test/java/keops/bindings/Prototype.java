package keops.bindings;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A function as a header declares it.
 *
 * @param result the type of what it returns
 * @param parameters the declarations of its parameters, each with its name
 */
record Prototype(String name, String result, List<String> parameters) {
    private static final Pattern PARAMETER_NAME = Pattern.compile("(\\w+)$");

    /** The declaration of a function in a preprocessed header. */
    static Prototype in(String header, String name) {
        Matcher declaration = Pattern.compile("\\b" + name + "\\s*\\(([^()]*)\\)\\s*;").matcher(header);
        if (!declaration.find()) {
            throw new AssertionError("the header does not declare " + name);
        }
        String before = header.substring(0, declaration.start());
        String result = before.substring(1 + Math.max(before.lastIndexOf(';'), before.lastIndexOf('}')))
                .replaceAll("__attribute__\\s*\\(\\(.*?\\)\\)|\\bextern\\b", " ")
                .strip();
        List<String> parameters = Stream.of(declaration.group(1).split(","))
                .map(String::strip)
                .filter(parameter -> !parameter.equals("void"))
                .toList();
        return new Prototype(name, result, parameters);
    }

    /**
     * C statements that print the function's name and, in letters, the kind and the size of each of its values, as the
     * compiler sees them: P a pointer, I and J integers of 4 and 8 bytes, F and D. The compiler also checks that this
     * declaration and the header's are of one type.
     */
    String printing() {
        StringBuilder statements = new StringBuilder("{ ");
        statements.append("_Static_assert(__builtin_types_compatible_p(__typeof__(%s), %s(%s)), \"%s\"); ".formatted(
                name, result, parameters.isEmpty() ? "void" : String.join(", ", parameters), name));
        statements.append("static %s result; ".formatted(result));
        parameters.forEach(parameter -> statements.append("static %s; ".formatted(inItsOwnName(parameter))));
        statements.append("printf(\"" + name + " %c(\", LETTER(result)); ");
        parameters.forEach(parameter -> statements.append("putchar(LETTER(%s)); ".formatted(nameOf(parameter))));
        return statements.append("puts(\")\"); }\n").toString();
    }

    /** A parameter may be called as the function's result is here. */
    private static String inItsOwnName(String parameter) {
        return PARAMETER_NAME.matcher(parameter).replaceFirst("$1_");
    }

    private static String nameOf(String parameter) {
        Matcher name = PARAMETER_NAME.matcher(parameter);
        if (!name.find()) {
            throw new AssertionError("no name in " + parameter);
        }
        return name.group(1) + "_";
    }
}
