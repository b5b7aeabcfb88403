package dev.sampo.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JdkValuesTest {

    private static final Map<String, Integer> WORDS = Map.of("a", 1, "b", 2, "c", 3);
    private static final List<Integer> NUMBERS = List.of(3, 1, 2);

    private final KryoPool pool = new KryoPool(() -> BoundedKryo.strict(Limits.DEFAULT), Limits.DEFAULT);

    static Stream<Object> scalars() {
        return Stream.of(
                "",
                "a",
                "a longer text",
                "Grüße, мир, 世界 \uD83D\uDE00",
                1,
                -1,
                Integer.MIN_VALUE,
                7L,
                Long.MAX_VALUE,
                (short) -3,
                (byte) 200,
                'x',
                1.5f,
                Math.PI,
                true,
                new BigInteger("-123456789012345678901234567890"),
                new BigDecimal("1.2300"),
                new UUID(1, -2),
                new Date(12),
                Optional.of("x"),
                Optional.empty(),
                OptionalInt.of(3),
                OptionalInt.empty(),
                OptionalLong.of(5),
                OptionalDouble.of(2.5),
                Duration.ofNanos(-1),
                Instant.parse("2026-11-21T10:00:00.123456789Z"),
                LocalDate.MIN,
                LocalTime.MAX,
                LocalDateTime.of(2026, 1, 2, 3, 4, 5),
                Year.of(-44),
                YearMonth.of(2026, 11),
                MonthDay.of(2, 29),
                Period.of(1, -2, 3),
                ZoneOffset.ofHours(-5),
                ZoneId.of("Europe/Paris"),
                ZonedDateTime.ofLocal(
                        LocalDateTime.of(2026, 10, 25, 2, 30), ZoneId.of("Europe/Paris"), ZoneOffset.ofHours(1)),
                ZonedDateTime.of(LocalDateTime.MIN.plusYears(9), ZoneOffset.UTC),
                OffsetTime.of(LocalTime.NOON, ZoneOffset.UTC),
                OffsetDateTime.of(LocalDateTime.of(1, 2, 3, 4, 5), ZoneOffset.MAX),
                DayOfWeek.FRIDAY,
                Month.MAY,
                ChronoUnit.HOURS,
                TimeUnit.DAYS,
                Locale.GERMANY,
                Currency.getInstance("EUR"),
                URI.create("http://a/b?c"),
                BitSet.valueOf(new long[] {5}),
                Map.entry("a", 1),
                new AbstractMap.SimpleEntry<>("a", null),
                new AbstractMap.SimpleImmutableEntry<>(1, 2),
                StandardCharsets.UTF_8,
                StandardCharsets.ISO_8859_1,
                Comparator.naturalOrder(),
                Collections.reverseOrder(),
                String.CASE_INSENSITIVE_ORDER);
    }

    static Stream<Object> collections() {
        return Stream.of(
                new ArrayList<>(Arrays.asList(1, null, "x")),
                new LinkedList<>(NUMBERS),
                Arrays.asList(1, 2),
                List.of(),
                List.of(1),
                List.of(1, 2, 3),
                Stream.of("a", null).toList(),
                Set.of(),
                Set.of(1),
                Set.of(1, 2, 3),
                Map.of(),
                Map.of("a", List.of(1)),
                WORDS,
                new HashSet<>(NUMBERS),
                new LinkedHashSet<>(NUMBERS),
                new TreeSet<>(NUMBERS),
                new HashMap<>(WORDS),
                new LinkedHashMap<>(WORDS),
                new TreeMap<>(WORDS),
                new ConcurrentHashMap<>(WORDS),
                new ConcurrentSkipListMap<>(WORDS),
                new ConcurrentSkipListSet<>(NUMBERS),
                new CopyOnWriteArrayList<>(NUMBERS),
                EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS),
                EnumSet.noneOf(TimeUnit.class),
                new EnumMap<>(Map.of(Month.MAY, "x")),
                Collections.emptyList(),
                Collections.emptySet(),
                Collections.emptyMap(),
                Collections.singletonList(null),
                Collections.singleton(1),
                Collections.singletonMap(null, 1),
                Collections.unmodifiableList(new ArrayList<>(NUMBERS)),
                Collections.unmodifiableList(new LinkedList<>(NUMBERS)),
                Collections.unmodifiableSet(new HashSet<>(NUMBERS)),
                Collections.unmodifiableMap(new HashMap<>(WORDS)),
                Collections.synchronizedList(new ArrayList<>(NUMBERS)),
                Collections.synchronizedSet(new HashSet<>(NUMBERS)),
                Collections.synchronizedMap(new HashMap<>(WORDS)));
    }

    @ParameterizedTest
    @MethodSource({"scalars", "collections"})
    void aValueComesBackEqualAndOfItsOwnClass(Object value) {
        Object back = pool.decode(pool.encode(value));

        assertThat(back).isEqualTo(value).hasSameClassAs(value).hasSameHashCodeAs(value);
    }

    static Stream<Object> arrays() {
        return Stream.of(
                new byte[] {1, -1},
                new short[] {1, -1},
                new int[] {1, -1},
                new long[] {1, -1},
                new float[] {1, -1},
                new double[] {1, -1},
                new boolean[] {true, false},
                new char[] {'a', '\uffff'},
                new String[] {"a", null},
                new Object[] {1, "x", null, new int[] {3}},
                new byte[0]);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void anArrayComesBackElementByElement(Object array) {
        Object back = pool.decode(pool.encode(array));

        assertThat(Arrays.deepEquals(new Object[] {back}, new Object[] {array})).isTrue();
        assertThat(back).hasSameClassAs(array);
    }

    @Test
    void valuesWithoutEqualsComeBackWithTheSameContent() {
        assertSameElements(new ArrayDeque<>(NUMBERS));
        assertSameElements(new PriorityQueue<>(NUMBERS));
        assertSameElements(new ConcurrentLinkedQueue<>(NUMBERS));
        assertSameElements(Collections.unmodifiableCollection(NUMBERS));
        assertThat(roundTrip(new StringBuilder("abc"))).hasToString("abc");
        assertThat(roundTrip(new AtomicInteger(4))).hasToString("4");
        assertThat(roundTrip(new AtomicLong(4))).hasToString("4");
        assertThat(roundTrip(new AtomicBoolean(true))).hasToString("true");
        assertThat(roundTrip(new AtomicReference<>("x"))).hasToString("x");
        assertThat(roundTrip(null)).isNull();
    }

    @Test
    void unorderedCollectionsHaveTheSameBytesInEveryJvm() {
        assertThat(pool.encode(Set.of("b", "c", "a"))).isEqualTo(HexFormat.of().parseHex("3a03038261038262038263"));
        assertThat(pool.encode(Map.of(3, 3, 1, 1, 2, 2)))
                .isEqualTo(HexFormat.of().parseHex("3c03020202020204020402060206"));
        assertThat(pool.encode(new HashSet<>(Set.of(Month.MAY, Month.JANUARY))))
                .isEqualTo(HexFormat.of().parseHex("2e02a00100a00104"));
        assertThat(pool.encode(new LinkedHashSet<>(List.of(2, 1))))
                .isEqualTo(HexFormat.of().parseHex("2f0202040202"));
    }

    @Test
    void aSortedCollectionKeepsItsOrder() {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.add("b");

        @SuppressWarnings("unchecked")
        var back = (TreeSet<String>) roundTrip(names);

        assertThat(back.contains("B")).isTrue();
    }

    @Test
    void viewsOfOtherCollectionsComeBackAsCopies() {
        assertThat(roundTrip(new ArrayList<>(NUMBERS).subList(1, 3)))
                .isEqualTo(List.of(1, 2))
                .isInstanceOf(ArrayList.class);
        assertThat(roundTrip(List.of(1, 2, 3, 4).subList(1, 3))).isEqualTo(List.of(2, 3));
        assertThat(roundTrip(Collections.nCopies(2, 7))).isEqualTo(List.of(7, 7));
    }

    @Test
    void anEmptyEnumMapIsRefusedBecauseItDoesNotTellItsEnum() {
        assertThatThrownBy(() -> pool.encode(new EnumMap<>(Month.class)))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessageContaining("use Map.of()");
    }

    @Test
    void aSmallNumberCostsTwoBytesAndAnyOtherAtMostTen() {
        assertThat(pool.encode(7L)).hasSize(2);
        assertThat(pool.encode(Long.MIN_VALUE)).hasSize(10);
        assertThat(pool.encode(List.of(1, 2, 3))).hasSize(8);
    }

    @Test
    void theIdsOfTheJdksClassesNeverChange() throws Exception {
        Kryo kryo = BoundedKryo.strict(Limits.DEFAULT);
        var ids = new StringBuilder();
        for (int id = 0; id <= BoundedKryo.RARE_LAST; id++) {
            Registration registration = kryo.getRegistration(id);
            if (registration != null) {
                ids.append(id)
                        .append(' ')
                        .append(registration.getType().getName())
                        .append('\n');
            }
        }

        try (var stored = JdkValuesTest.class.getResourceAsStream("jdk-ids.txt")) {
            assertThat(ids).hasToString(new String(stored.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void assertSameElements(Collection<?> value) {
        Object back = roundTrip(value);
        assertThat(back).hasSameClassAs(value);
        assertThat(new ArrayList<Object>((Collection<?>) back)).isEqualTo(new ArrayList<Object>(value));
    }

    private Object roundTrip(Object value) {
        return pool.decode(pool.encode(value));
    }
}
