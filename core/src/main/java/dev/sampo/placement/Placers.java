package dev.sampo.placement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** All placers there are, by name. Each planner makes one of its own, as a placer may remember. */
public final class Placers {

    /** Those that come with Sampo. */
    public static final Placers BUILT_IN = new Placers(Map.of())
            .with(LoadBalanced::new)
            .with(CriticalPath::new)
            .with(FirstAvailable::new)
            .with(RoundRobin::new)
            .with(Weighted::byLabel)
            .with(AtRandom::new)
            .with(Hashed::new)
            .with(Weighted::byHealth)
            .with(CostOptimised::new)
            .with(GpuPacking::new);

    /** The one that places when nothing else is said. */
    public static final Supplier<Placer> DEFAULT = CriticalPath::new;

    public static final String DEFAULT_NAME = CriticalPath.NAME;

    /** What goes on in the place of one that fails: it asks for no ranks, which that one may not have asked for either. */
    public static final Supplier<Placer> STAND_IN = LoadBalanced::new;

    private final Map<String, Supplier<? extends Placer>> makers;

    private Placers(Map<String, Supplier<? extends Placer>> makers) {
        this.makers = makers;
    }

    /**
     * Those that come with Sampo and those that users provide, as this class loader sees them. Asked when a program starts:
     * a planner is given what was found.
     */
    public static Placers found(ClassLoader loader) {
        Placers all = BUILT_IN;
        try {
            for (ServiceLoader.Provider<Placer> provider :
                    ServiceLoader.load(Placer.class, loader).stream().toList()) {
                all = all.with(provider);
            }
        } catch (ServiceConfigurationError wrong) {
            throw new IllegalArgumentException("a placer cannot be loaded: " + wrong.getMessage(), wrong);
        }
        return all;
    }

    /** These and one more, of a name that is not taken. */
    public Placers with(Supplier<? extends Placer> maker) {
        Placer placer = maker.get();
        String name = placer.name();
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException(
                    "the placer " + placer.getClass().getName() + " has no name; let name() return one");
        }
        var more = new LinkedHashMap<>(makers);
        Supplier<? extends Placer> other = more.put(name, maker);
        if (other != null) {
            throw new IllegalArgumentException("two placers are called \"" + name + "\": "
                    + other.get().getClass().getName() + " and "
                    + placer.getClass().getName() + "; rename one of them or leave it out");
        }
        return new Placers(more);
    }

    public List<String> names() {
        return new ArrayList<>(makers.keySet());
    }

    /** Makes placers of this name. */
    public Supplier<Placer> named(String name) {
        Supplier<? extends Placer> maker = makers.get(name);
        if (maker == null) {
            throw new IllegalArgumentException(
                    "no placer is called \"" + name + "\"; there are: " + String.join(", ", names()));
        }
        return maker::get;
    }
}
