package keops.cachetool;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** A writer of JSON: maps, lists, strings, numbers and booleans. */
final class Json {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    private Json() {}

    /** The JSON of a value. */
    static String text(Object value) {
        return GSON.toJson(value);
    }

    /** An object from alternating names and values, in this order. */
    static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int k = 0; k < namesAndValues.length; k += 2) {
            object.put((String) namesAndValues[k], namesAndValues[k + 1]);
        }
        return object;
    }
}
