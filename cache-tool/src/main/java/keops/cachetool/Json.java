package keops.cachetool;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Results for programs: maps, lists, texts, numbers and booleans as JSON. */
final class Json {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    private Json() {}

    /** The text of a value. */
    static String text(Object value) {
        return GSON.toJson(value);
    }

    /** An object: names and values in turn, in this order. */
    static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int k = 0; k < namesAndValues.length; k += 2) {
            object.put((String) namesAndValues[k], namesAndValues[k + 1]);
        }
        return object;
    }
}
