package keops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of the house: which room may know which. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("keops");

    /** For each room, the rooms that it may know besides itself, the JDK and {@code keops.error}. */
    private static final Map<String, List<String>> MAY_KNOW = mayKnow();

    private static Map<String, List<String>> mayKnow() {
        var rooms = new LinkedHashMap<String, List<String>>();
        rooms.put("keops.error", List.of());
        rooms.put("keops.tensor", List.of());
        rooms.put("keops.cache", List.of());
        rooms.put("keops.text", List.of());
        rooms.put("keops.kernel", List.of("keops.text"));
        rooms.put("keops.formula", List.of("keops.text"));
        rooms.put("keops.lazy", List.of("keops.formula", "keops.tensor"));
        rooms.put("keops.program", List.of("keops.formula"));
        rooms.put("keops.reduction", List.of("keops.formula", "keops.program", "keops.text"));
        rooms.put("keops.plan", List.of("keops.formula", "keops.program", "keops.reduction", "keops.tensor"));
        List<String> backEnd =
                List.of("keops.formula", "keops.program", "keops.reduction", "keops.plan", "keops.tensor");
        rooms.put("keops.reference", backEnd);
        rooms.put("keops.cpu", Stream.concat(backEnd.stream(), Stream.of("keops.reference")).toList());
        rooms.put("keops.cuda.source", backEnd);
        rooms.put("keops.cuda.nvrtc", List.of("keops.bindings", "keops.cache"));
        rooms.put("keops.cuda.driver", List.of("keops.bindings", "keops.tensor"));
        rooms.put("keops.cuda.call", Stream.concat(
                backEnd.stream(),
                Stream.of("keops.cache", "keops.cuda", "keops.cuda.driver", "keops.cuda.nvrtc", "keops.cuda.source"))
                .toList());
        rooms.put("keops.cuda", List.of("keops.bindings", "keops.cuda.driver", "keops.cuda.nvrtc", "keops.tensor"));
        return rooms;
    }

    @TestFactory
    Stream<DynamicTest> roomsKnowOnlyWhatTheyMay() {
        return MAY_KNOW.entrySet().stream()
                .map(room -> DynamicTest.dynamicTest(room.getKey(), () -> classes()
                        .that()
                        .resideInAPackage(room.getKey())
                        .should()
                        .onlyDependOnClassesThat(isIn(room.getKey(), room.getValue()))
                        .check(CORE)));
    }

    /** The tape is a user of the library like any other. */
    @Test
    void theTapeKnowsThePublicInterfaceOnly() {
        List<String> exported = List.of("keops", "keops.autograd", "keops.error", "keops.formula", "keops.reduction",
                "keops.tensor");
        noClasses()
                .that()
                .resideInAPackage("keops.autograd")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("are not public", type -> {
                    String room = type.getBaseComponentType().getPackageName();
                    return room.startsWith("keops") && !exported.contains(room);
                }))
                .check(CORE);
        noClasses().that().resideOutsideOfPackage("keops.autograd").should().dependOnClassesThat()
                .resideInAPackage("keops.autograd").check(CORE);
    }

    @Test
    void theVectorApiIsUsedInOneRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("keops.cpu")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .check(CORE);
    }

    private static DescribedPredicate<JavaClass> isIn(String own, List<String> others) {
        return DescribedPredicate.describe("are in " + own + ", " + others + " or the JDK", type -> {
            String room = type.getBaseComponentType().getPackageName();
            return room.isEmpty()
                    || room.equals(own)
                    || room.equals("keops.error")
                    || others.stream().anyMatch(other -> room.equals(other) || room.startsWith(other + "."))
                    || room.startsWith("java.")
                    || room.startsWith("jdk.");
        });
    }
}
