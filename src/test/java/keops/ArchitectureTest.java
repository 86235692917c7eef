package keops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of the house: which room may know which. */
class ArchitectureTest {
    private static final JavaClasses CORE = core();

    private static JavaClasses core() {
        // What classes of the JDK are made of is asked by no rule.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        // Where they are on the class path, the programs are users like any other.
        return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("/keops/examples/")).importPackages("keops");
    }

    /** For each room, the rooms that it may know besides itself, the JDK and {@code keops.error}. */
    private static final Map<String, List<String>> MAY_KNOW = mayKnow();

    private static Map<String, List<String>> mayKnow() {
        var rooms = new LinkedHashMap<String, List<String>>();
        rooms.put("keops.error", List.of());
        rooms.put("keops.execution", List.of());
        rooms.put("keops.tensor", List.of());
        rooms.put("keops.memory", List.of());
        rooms.put("keops.cache", List.of());
        rooms.put("keops.text", List.of());
        rooms.put("keops.kernel", List.of("keops.text"));
        rooms.put("keops.formula", List.of("keops.text"));
        rooms.put("keops.lazy", List.of("keops.formula", "keops.tensor"));
        rooms.put("keops.program", List.of("keops.formula"));
        rooms.put("keops.program.pass", List.of("keops.program"));
        rooms.put("keops.reduction", List.of("keops.text"));
        rooms.put("keops.plan", List.of("keops.formula", "keops.program", "keops.reduction", "keops.tensor"));
        List<String> backEnd =
                List.of("keops.formula", "keops.program", "keops.reduction", "keops.plan", "keops.tensor");
        rooms.put("keops.reference", List.of("keops.formula", "keops.program", "keops.plan", "keops.tensor"));
        rooms.put("keops.cpu.code", List.of("keops.formula", "keops.plan", "keops.program", "keops.tensor"));
        rooms.put("keops.cpu.layout",
                List.of("keops.plan", "keops.program", "keops.reduction", "keops.tensor", "keops.cpu.code"));
        rooms.put("keops.cpu.emit", List.of("keops.formula", "keops.plan", "keops.program", "keops.reduction",
                "keops.cpu.code", "keops.cpu.layout"));
        rooms.put("keops.cpu.tier", List.of("keops.cpu.code", "keops.cpu.emit"));
        rooms.put("keops.cpu.memory",
                List.of("keops.memory", "keops.plan", "keops.tensor", "keops.cpu.code", "keops.cpu.layout"));
        rooms.put("keops.cpu.lists", List.of("keops.plan", "keops.cpu.code", "keops.cpu.memory"));
        rooms.put("keops.cpu.reduction", List.of("keops.plan", "keops.program", "keops.reduction", "keops.tensor",
                "keops.cpu.code", "keops.cpu.layout", "keops.cpu.emit", "keops.cpu.tier",
                "keops.cpu.lists", "keops.text"));
        rooms.put("keops.cpu.run", List.of("keops.plan", "keops.program", "keops.reduction", "keops.tensor",
                "keops.cpu.code", "keops.cpu.layout", "keops.cpu.tier", "keops.cpu.memory",
                "keops.cpu.lists", "keops.cpu.reduction"));
        rooms.put("keops.cpu", List.of("keops.plan", "keops.program", "keops.tensor", "keops.reference",
                "keops.cpu.code", "keops.cpu.reduction", "keops.cpu.run"));
        rooms.put("keops.cuda.source",
                Stream.concat(backEnd.stream(), Stream.of("keops.execution")).toList());
        rooms.put("keops.cuda.nvrtc", List.of("keops.bindings", "keops.cache"));
        rooms.put("keops.cuda.driver", List.of("keops.bindings", "keops.tensor"));
        rooms.put("keops.cuda.call", Stream.concat(
                backEnd.stream(),
                Stream.of("keops.cache", "keops.cuda", "keops.cuda.driver", "keops.cuda.nvrtc", "keops.cuda.source"))
                .toList());
        rooms.put("keops.cuda", List.of("keops.bindings", "keops.cuda.driver", "keops.cuda.nvrtc", "keops.tensor"));
        rooms.put("keops.call", List.of("keops.cache", "keops.cpu", "keops.cuda", "keops.execution", "keops.formula",
                "keops.memory", "keops.plan", "keops.program", "keops.reduction", "keops.reference", "keops.tensor",
                "keops.text"));
        rooms.put("keops.derivative", List.of("keops.call", "keops.formula", "keops.memory", "keops.plan",
                "keops.program", "keops.reduction", "keops.tensor"));
        return rooms;
    }

    /** What users see. */
    private static final List<String> EXPORTED = List.of("keops", "keops.autograd", "keops.cache", "keops.cuda",
            "keops.error", "keops.execution", "keops.formula", "keops.reduction", "keops.tensor", "keops.transport");

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

    @TestFactory
    Stream<DynamicTest> everyArrowIsUsed() {
        return MAY_KNOW.entrySet().stream()
                .map(room -> DynamicTest.dynamicTest(
                        room.getKey(), () -> assertEquals(List.of(), unused(room.getKey(), room.getValue()))));
    }

    private static List<String> unused(String room, List<String> others) {
        Set<String> known = CORE.stream()
                .filter(type -> type.getPackageName().equals(room))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
                .collect(Collectors.toSet());
        return others.stream()
                .filter(other -> known.stream().noneMatch(name -> name.equals(other) || name.startsWith(other + ".")))
                .toList();
    }

    @Test
    void theFacesKnowNeitherBackEndsNorTheTape() {
        requireOnly("keops", List.of("keops.call", "keops.derivative", "keops.kernel", "keops.lazy", "keops.memory",
                "keops.plan", "keops.reference", "keops.text"));
    }

    @Test
    void theTapeKnowsTheFacesAndTheDerivatives() {
        requireOnly("keops.autograd", List.of("keops.call", "keops.derivative", "keops.memory", "keops.plan"));
        noClasses().that().resideOutsideOfPackage("keops.autograd").should().dependOnClassesThat()
                .resideInAPackage("keops.autograd").check(CORE);
    }

    @Test
    void lossesKnowTheFacesAndOnlyTheTapeKnowsThem() {
        requireOnly("keops.transport", List.of("keops.call", "keops.memory"));
        noClasses().that().resideOutsideOfPackages("keops.transport", "keops.autograd").should().dependOnClassesThat()
                .resideInAPackage("keops.transport").check(CORE);
    }

    private static void requireOnly(String room, List<String> others) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("are not public, nor in " + others, type -> {
                    String known = type.getBaseComponentType().getPackageName();
                    return known.startsWith("keops") && !EXPORTED.contains(known) && !others.contains(known);
                }))
                .check(CORE);
    }

    @Test
    void theVectorApiIsUsedInTheRoomsOfTheCpuOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("keops.cpu..")
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
