package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** The JDK's collections, each read back as what it was; read-only views come back as views of a copy. */
final class Collectibles {

    private Collectibles() {}

    static void register(Kryo kryo) {
        lists(kryo);
        sets(kryo);
        maps(kryo);
        immutable(kryo);
        views(kryo);
        entries(kryo);
    }

    private static void lists(Kryo kryo) {
        add(kryo, 40, ArrayList.class, "ArrayList", all -> new ArrayList<>(Arrays.asList(all)));
        add(kryo, 41, LinkedList.class, "LinkedList", all -> new LinkedList<>(Arrays.asList(all)));
        add(kryo, 42, ArrayDeque.class, "ArrayDeque", all -> new ArrayDeque<>(Arrays.asList(all)));
        add(kryo, 43, Arrays.asList().getClass(), "Arrays.asList", Arrays::asList);
        add(kryo, 160, CopyOnWriteArrayList.class, "CopyOnWriteArrayList", CopyOnWriteArrayList::new);
        add(kryo, 161, ConcurrentLinkedQueue.class, "queue", all -> new ConcurrentLinkedQueue<>(Arrays.asList(all)));
        kryo.register(
                PriorityQueue.class,
                new SortedSerializer<PriorityQueue<?>>("PriorityQueue", PriorityQueue::comparator, PriorityQueue::new),
                162);
    }

    private static void sets(Kryo kryo) {
        add(kryo, 44, HashSet.class, "HashSet", Orderly::sortEnums, all -> new HashSet<>(Arrays.asList(all)));
        add(kryo, 45, LinkedHashSet.class, "LinkedHashSet", all -> new LinkedHashSet<>(Arrays.asList(all)));
        kryo.register(
                TreeSet.class, new SortedSerializer<TreeSet<?>>("TreeSet", TreeSet::comparator, TreeSet::new), 46);
        kryo.register(EnumSet.class, new EnumSetSerializer(), 47);
        kryo.register(
                ConcurrentSkipListSet.class,
                new SortedSerializer<ConcurrentSkipListSet<?>>(
                        "ConcurrentSkipListSet", ConcurrentSkipListSet::comparator, ConcurrentSkipListSet::new),
                163);
        add(
                kryo,
                164,
                ConcurrentHashMap.newKeySet().getClass(),
                "concurrent set",
                Orderly::sortEnums,
                Collectibles::concurrentSet);
    }

    private static Collection<?> concurrentSet(Object[] all) {
        Set<Object> set = ConcurrentHashMap.newKeySet();
        Collections.addAll(set, all);
        return set;
    }

    private static void maps(Kryo kryo) {
        kryo.register(
                HashMap.class, MapSerializer.of("HashMap", Orderly::sortEnumEntries, HashMap::new, map -> map), 48);
        kryo.register(
                LinkedHashMap.class,
                MapSerializer.of("LinkedHashMap", Orderly::asIs, LinkedHashMap::new, map -> map),
                49);
        kryo.register(TreeMap.class, MapSerializer.sorted("TreeMap", TreeMap::new), 50);
        kryo.register(
                ConcurrentHashMap.class,
                MapSerializer.of("ConcurrentHashMap", Orderly::sortEnumEntries, ConcurrentHashMap::new, map -> map),
                51);
        kryo.register(
                ConcurrentSkipListMap.class,
                MapSerializer.sorted("ConcurrentSkipListMap", ConcurrentSkipListMap::new),
                165);
        kryo.register(EnumMap.class, new EnumMapSerializer(), 52);
    }

    private static void immutable(Kryo kryo) {
        add(kryo, 53, List.of().getClass(), "List.of", Collectibles::listOf);
        add(kryo, 54, List.of(1).getClass(), "List.of", Collectibles::listOf);
        add(kryo, 55, List.of(1, 2, 3).subList(1, 2).getClass(), "List.of", Collectibles::listOf);
        add(kryo, 56, Set.of().getClass(), "Set.of", Orderly::sort, Set::of);
        add(kryo, 57, Set.of(1).getClass(), "Set.of", Orderly::sort, Set::of);
        kryo.register(
                Map.of().getClass(), MapSerializer.of("Map.of", Orderly::sortEntries, HashMap::new, Map::copyOf), 58);
        kryo.register(
                Map.of(1, 1).getClass(),
                MapSerializer.of("Map.of", Orderly::sortEntries, HashMap::new, Map::copyOf),
                59);
        add(kryo, 60, Collections.emptyList().getClass(), "emptyList", all -> Collections.emptyList());
        add(kryo, 61, Collections.emptySet().getClass(), "emptySet", all -> Collections.emptySet());
        kryo.register(
                Collections.emptyMap().getClass(),
                MapSerializer.of("emptyMap", Orderly::asIs, HashMap::new, map -> Collections.emptyMap()),
                62);
        add(
                kryo,
                63,
                Collections.singletonList(1).getClass(),
                "singletonList",
                all -> Collections.singletonList(all[0]));
        add(kryo, 64, Collections.singleton(1).getClass(), "singleton", all -> Collections.singleton(all[0]));
        kryo.register(
                Collections.singletonMap(1, 1).getClass(),
                MapSerializer.of("singletonMap", Orderly::asIs, HashMap::new, Collectibles::singletonMap),
                65);
    }

    /** {@code Stream.toList} makes the same class as {@code List.of}, but may hold nulls. */
    private static List<?> listOf(Object[] all) {
        return Arrays.asList(all).contains(null) ? Arrays.stream(all).toList() : List.of(all);
    }

    private static Map<Object, Object> singletonMap(Map<Object, Object> map) {
        var only = map.entrySet().iterator().next();
        return Collections.singletonMap(only.getKey(), only.getValue());
    }

    private static void views(Kryo kryo) {
        var list = new ArrayList<Object>();
        add(
                kryo,
                66,
                Collections.unmodifiableList(list).getClass(),
                "unmodifiableList",
                all -> Collections.unmodifiableList(new ArrayList<>(Arrays.asList(all))));
        add(
                kryo,
                67,
                Collections.unmodifiableSet(new HashSet<>()).getClass(),
                "unmodifiableSet",
                all -> Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(all))));
        kryo.register(
                Collections.unmodifiableMap(new HashMap<>()).getClass(),
                MapSerializer.of("unmodifiableMap", Orderly::asIs, LinkedHashMap::new, Collections::unmodifiableMap),
                68);
        add(
                kryo,
                170,
                Collections.unmodifiableCollection(list).getClass(),
                "unmodifiableCollection",
                all -> Collections.unmodifiableCollection(new ArrayList<>(Arrays.asList(all))));
        add(
                kryo,
                171,
                Collections.unmodifiableList(new LinkedList<>()).getClass(),
                "unmodifiableList",
                all -> Collections.unmodifiableList(new LinkedList<>(Arrays.asList(all))));
        add(
                kryo,
                172,
                Collections.synchronizedList(list).getClass(),
                "synchronizedList",
                all -> Collections.synchronizedList(new ArrayList<>(Arrays.asList(all))));
        add(
                kryo,
                173,
                Collections.synchronizedSet(new HashSet<>()).getClass(),
                "synchronizedSet",
                all -> Collections.synchronizedSet(new LinkedHashSet<>(Arrays.asList(all))));
        kryo.register(
                Collections.synchronizedMap(new HashMap<>()).getClass(),
                MapSerializer.of("synchronizedMap", Orderly::asIs, LinkedHashMap::new, Collections::synchronizedMap),
                174);
        add(kryo, 175, list.subList(0, 0).getClass(), "subList", all -> new ArrayList<>(Arrays.asList(all)));
        add(kryo, 176, Collections.nCopies(2, 1).getClass(), "nCopies", all -> new ArrayList<>(Arrays.asList(all)));
    }

    private static void entries(Kryo kryo) {
        kryo.register(Map.entry(1, 1).getClass(), new EntrySerializer(Map::entry), 69);
        kryo.register(AbstractMap.SimpleEntry.class, new EntrySerializer(AbstractMap.SimpleEntry::new), 70);
        kryo.register(
                AbstractMap.SimpleImmutableEntry.class, new EntrySerializer(AbstractMap.SimpleImmutableEntry::new), 71);
    }

    private static void add(Kryo kryo, int id, Class<?> type, String name, Function<Object[], Collection<?>> copy) {
        add(kryo, id, type, name, Orderly::asIs, copy);
    }

    private static void add(
            Kryo kryo,
            int id,
            Class<?> type,
            String name,
            Consumer<Object[]> order,
            Function<Object[], Collection<?>> copy) {
        kryo.register(type, new CollectionSerializer(name, order, copy), id);
    }
}
