package dev.sampo.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.job.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code wire-ids.txt} is the record of every id ever given; it only grows. */
class WireIdsTest {

    private static final List<String> LINES = lines();

    @Test
    void theTableIsWhatTheRecordSays() {
        var recorded = new TreeMap<Integer, String>();
        typeLines().forEach(line -> {
            String[] words = line.split(" ", 2);
            assertThat(recorded.put(Integer.valueOf(words[0]), words[1]))
                    .as("id %s is given once", words[0])
                    .isNull();
        });
        var table = new TreeMap<Integer, String>();
        Table.CODECS.types().forEach((id, type) -> table.put(id, Table.name(type)));
        recorded.values().removeIf("retired"::equals);
        assertThat(table).isEqualTo(recorded);
    }

    @Test
    void everyConstantKeepsItsPlace() {
        Set<String> enums = reachable().stream()
                .filter(Class::isEnum)
                .map(type -> "enum " + Table.name(type) + " "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Object::toString)
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.toSet());
        assertThat(LINES.stream().filter(line -> line.startsWith("enum ")).toList())
                .containsExactlyInAnyOrderElementsOf(enums);
    }

    @Test
    void everyMemberOfEverySealedFamilyHasAnId() {
        var families = reachable().stream().filter(Class::isSealed).toList();
        assertThat(families).contains(Wire.class, ToScheduler.class, Fact.class);
        var members = new LinkedHashSet<Class<?>>();
        families.forEach(family -> addMembers(family, members));
        assertThat(members).hasSizeGreaterThan(40);
        assertThat(Table.CODECS.types().values()).containsAll(members);
    }

    /** So the nesting of a message is bounded by its type, and no bytes can make a reader go deep. */
    @Test
    void noTypeContainsItself() {
        assertThat(reachable())
                .allSatisfy(type -> assertThat(depth(type, new HashSet<>())).isLessThan(20));
    }

    private static void addMembers(Class<?> type, Set<Class<?>> members) {
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(member -> addMembers(member, members));
        } else if (!type.isInterface()) {
            assertThat(Modifier.isAbstract(type.getModifiers())).isFalse();
            members.add(type);
        }
    }

    private static Set<Class<?>> reachable() {
        var seen = new LinkedHashSet<Class<?>>();
        var open = new ArrayList<Class<?>>(List.of(Wire.class, Facts.class));
        while (!open.isEmpty()) {
            Class<?> type = open.remove(open.size() - 1);
            if (seen.add(type)) {
                open.addAll(parts(type));
            }
        }
        return seen;
    }

    private static int depth(Class<?> type, Set<Class<?>> above) {
        assertThat(above.add(type)).as("%s inside itself: %s", type, above).isTrue();
        int deepest = 0;
        for (Class<?> part : parts(type)) {
            deepest = Math.max(deepest, depth(part, above));
        }
        above.remove(type);
        return deepest + 1;
    }

    /** Our types that a value of this type may hold or be; a blueprint is bytes of its own to us. */
    private static Set<Class<?>> parts(Class<?> type) {
        var parts = new LinkedHashSet<Class<?>>();
        if (type.isSealed()) {
            parts.addAll(Arrays.asList(type.getPermittedSubclasses()));
        }
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                addTypes(component.getGenericType(), parts);
            }
        }
        return parts;
    }

    private static void addTypes(Type type, Set<Class<?>> types) {
        if (type instanceof Class<?> plain && plain.getName().startsWith("dev.sampo.")) {
            types.add(plain);
        } else if (type instanceof ParameterizedType generic
                && !generic.getRawType().getTypeName().contains("ActorRef")) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> addTypes(argument, types));
        }
    }

    private static List<String> typeLines() {
        return LINES.stream().filter(line -> Character.isDigit(line.charAt(0))).toList();
    }

    private static List<String> lines() {
        try (var in = WireIdsTest.class.getResourceAsStream("/wire-ids.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
