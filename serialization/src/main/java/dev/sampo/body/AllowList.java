package dev.sampo.body;

import java.lang.invoke.SerializedLambda;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The classes whose instances and lambdas may travel: a fixed list of JDK values, classes by name, and packages. A package stands
 * for itself and all packages below it, except the unnamed one, which stands for itself only. Immutable; equal lists allow the same.
 */
public final class AllowList {

    private static final int REMEMBERED_MAX = 4096;
    private static final Set<String> JDK_PLATFORM =
            Set.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "org.w3c.", "org.xml.", "org.ietf.", "netscape.");
    private static final Set<String> JDK_TYPES = Set.of(
            "java.lang.Object",
            "java.lang.Number",
            "java.lang.Comparable",
            "java.lang.CharSequence",
            "java.lang.Iterable",
            "java.lang.Record",
            "java.lang.Enum",
            "java.io.Serializable",
            "java.util.Collection",
            "java.util.List",
            "java.util.Set",
            "java.util.Map",
            "java.util.Map$Entry",
            "java.util.Queue",
            "java.util.Deque",
            "java.math.RoundingMode",
            "java.time.ZoneId",
            "java.time.format.TextStyle",
            "java.time.format.FormatStyle",
            "java.time.temporal.ChronoField",
            "java.nio.file.StandardOpenOption");

    private static final AllowList JDK = new AllowList(Set.of(), Set.of());

    private final Set<String> classes;
    private final Set<String> packages;
    private final Set<String> remembered = ConcurrentHashMap.newKeySet();
    private volatile KryoCodec codec;

    private AllowList(Set<String> classes, Set<String> packages) {
        this.classes = classes;
        this.packages = packages;
    }

    /** The JDK's values and collections, and nothing of the user's. */
    public static AllowList jdk() {
        return JDK;
    }

    /** A list from the names in a file or a message: packages end in a dot when {@link #names()} writes them. */
    public static AllowList of(Collection<String> names) {
        AllowList list = JDK;
        for (String name : names) {
            list = name.endsWith(".") ? list.allowPackage(name.substring(0, name.length() - 1)) : list.allowClass(name);
        }
        return list;
    }

    /** What was allowed, in a stable order, to be sent along and given to {@link #of}. */
    public Set<String> names() {
        var names = new TreeSet<>(classes);
        packages.forEach(each -> names.add(each + "."));
        return Collections.unmodifiableSet(names);
    }

    public AllowList allow(Class<?>... more) {
        AllowList list = this;
        for (Class<?> each : more) {
            list = list.allowClass(elementOf(each.getName()));
        }
        return list;
    }

    private AllowList allowClass(String name) {
        return new AllowList(with(classes, name), packages);
    }

    /** Allows a package and those below it; none of the JDK's own, whose classes are allowed one by one or not at all. */
    public AllowList allowPackage(String name) {
        if (isJdk(name + ".") || name.indexOf('.') < 0 && JDK_PLATFORM.contains(name + ".")) {
            throw new IllegalArgumentException(
                    "package " + name + " is the JDK's: allow single classes of it with .allow(Some.class)");
        }
        return new AllowList(classes, with(packages, name));
    }

    /** Allows the package a body is written in, and that of the method it refers to. */
    public AllowList allowPackageOf(Object body) {
        if (!body.getClass().isHidden()) {
            return body instanceof BodyRef
                    ? this
                    : allowUnlessJdk(body.getClass().getName());
        }
        SerializedLambda lambda = LambdaCode.serialized(body);
        return allowUnlessJdk(lambda.getCapturingClass().replace('/', '.'))
                .allowUnlessJdk(lambda.getImplClass().replace('/', '.'));
    }

    private AllowList allowUnlessJdk(String className) {
        return isJdk(className) || allows(className) ? this : allowPackage(packageOf(className));
    }

    private static Set<String> with(Set<String> names, String name) {
        var more = new TreeSet<>(names);
        more.add(name);
        return Collections.unmodifiableSet(more);
    }

    /** Whether a class of this name, as {@code Class.getName} gives it, may travel; it need not exist. */
    public boolean allows(String className) {
        if (remembered.contains(className)) {
            return true;
        }
        boolean allowed = decide(elementOf(className));
        if (allowed && remembered.size() < REMEMBERED_MAX) {
            remembered.add(className);
        }
        return allowed;
    }

    /** Throws the refusal that says how to allow the class. */
    void check(String className) {
        if (!allows(className)) {
            throw new CannotTravel.NotAllowed(elementOf(className));
        }
    }

    private boolean decide(String name) {
        if (classes.contains(name) || JDK_TYPES.contains(name)) {
            return true;
        }
        if (isJdk(name)) {
            return false;
        }
        String packageName = packageOf(name);
        if (packages.contains(packageName)) {
            return true;
        }
        while (packageName.indexOf('.') > 0) {
            packageName = packageOf(packageName);
            if (packages.contains(packageName)) {
                return true;
            }
        }
        return false;
    }

    static boolean isJdk(String className) {
        return JDK_PLATFORM.stream().anyMatch(className::startsWith);
    }

    static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    /** The class an array is made of in the end: {@code com.acme.Foo} of {@code [[Lcom.acme.Foo;}. */
    private static String elementOf(String className) {
        int dimensions = 0;
        while (dimensions < className.length() && className.charAt(dimensions) == '[') {
            dimensions++;
        }
        if (dimensions == 0) {
            return className;
        }
        String element = className.substring(dimensions);
        if (element.startsWith("L") && element.endsWith(";")) {
            return element.substring(1, element.length() - 1);
        }
        return element.length() == 1 && "BCDFIJSZ".contains(element) ? "java.lang.Object" : className;
    }

    /** The codec of values on this list, made on first use. */
    KryoCodec codec() {
        KryoCodec made = codec;
        if (made == null) {
            made = new KryoCodec(this, AllowList.class.getClassLoader());
            codec = made;
        }
        return made;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AllowList list && classes.equals(list.classes) && packages.equals(list.packages);
    }

    @Override
    public int hashCode() {
        return classes.hashCode() * 31 + packages.hashCode();
    }

    @Override
    public String toString() {
        return "AllowList" + names();
    }
}
