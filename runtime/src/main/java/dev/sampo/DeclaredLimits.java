package dev.sampo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import dev.sampo.resilience.limit.Algorithm;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.LimitSettings.Scope;
import dev.sampo.resilience.limit.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The section {@code sampo.limits}: a limit under each name. */
final class DeclaredLimits {
    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("rate", "burst", "algorithm", "scope", "keys-max", "waiting-max"));

    private DeclaredLimits() {}

    static List<LimitSettings> from(Config limits) {
        var declared = new ArrayList<LimitSettings>();
        for (String name : new TreeSet<>(limits.root().keySet())) {
            Config limit = limits.getConfig(ConfigUtil.joinPath(name));
            try {
                declared.add(limit(name, limit));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("sampo.limits." + name + ": " + wrong.getMessage(), wrong);
            }
        }
        return declared;
    }

    private static LimitSettings limit(String name, Config limit) {
        for (String setting : limit.root().keySet()) {
            if (!KNOWN.contains(setting)) {
                throw new IllegalArgumentException("\"" + setting + "\" is no setting of a limit, only " + KNOWN);
            }
        }
        Algorithm algorithm =
                limit.hasPath("algorithm") ? Algorithm.named(limit.getString("algorithm")) : Algorithm.TOKEN_BUCKET;
        Scope scope = limit.hasPath("scope") ? scope(limit.getString("scope")) : Scope.NODE;
        Rate rate = Rate.parse(limit.getString("rate"));
        return new LimitSettings(
                name,
                algorithm,
                rate,
                limit.hasPath("burst") ? limit.getLong("burst") : LimitSettings.usualBurst(algorithm, rate, scope),
                scope,
                limit.hasPath("keys-max") ? limit.getInt("keys-max") : LimitSettings.KEYS_MAX,
                limit.hasPath("waiting-max") ? limit.getInt("waiting-max") : LimitSettings.WAITING_MAX);
    }

    private static Scope scope(String name) {
        for (Scope scope : Scope.values()) {
            if (scope.name().toLowerCase(Locale.ROOT).equals(name)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("scope \"" + name + "\" is not known, only node, cluster");
    }
}
