package dev.sampo.http.value;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a Java value is in JSON. */
sealed interface Shape {

    /** As it stands: a number, true, false, null. */
    record Literal(String text) implements Shape {}

    record Text(CharSequence text) implements Shape {}

    /** Written in base 64. */
    record Bytes(byte[] bytes) implements Shape {}

    record Items(Iterator<?> items) implements Shape {}

    record Members(Iterator<Member> members) implements Shape {}

    /** A named part of an object. */
    record Member(String name, Object value) {}

    List<Class<?>> TEXTS = List.of(
            CharSequence.class,
            Character.class,
            Enum.class,
            UUID.class,
            URI.class,
            Path.class,
            Locale.class,
            Currency.class,
            TemporalAccessor.class,
            TemporalAmount.class,
            ZoneId.class,
            Class.class);

    Shape NULL = new Literal("null");

    /** @throws NotJson when there is none */
    static Shape of(Object value) {
        Object plain = unwrapped(value);
        if (plain == null) {
            return NULL;
        }
        if (plain instanceof Boolean || plain instanceof Number) {
            return number(plain);
        }
        if (isText(plain)) {
            return new Text(text(plain));
        }
        if (plain instanceof Date date) {
            return new Text(date.toInstant().toString());
        }
        return composed(plain);
    }

    private static Object unwrapped(Object value) {
        if (value instanceof Optional<?> optional) {
            return unwrapped(optional.orElse(null));
        } else if (value instanceof OptionalInt number) {
            return number.isPresent() ? number.getAsInt() : null;
        } else if (value instanceof OptionalLong number) {
            return number.isPresent() ? number.getAsLong() : null;
        } else if (value instanceof OptionalDouble number) {
            return number.isPresent() ? number.getAsDouble() : null;
        } else if (value instanceof AtomicBoolean flag) {
            return flag.get();
        }
        return value;
    }

    private static Shape number(Object value) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? new Literal(value.toString()) : new Text(value.toString());
        }
        if (value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof BigDecimal
                || value instanceof AtomicInteger
                || value instanceof AtomicLong) {
            return new Literal(value.toString());
        }
        throw unknown(value);
    }

    private static boolean isText(Object value) {
        return TEXTS.stream().anyMatch(type -> type.isInstance(value));
    }

    private static CharSequence text(Object value) {
        if (value instanceof CharSequence text) {
            return text;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value instanceof Class<?> type ? type.getName() : value.toString();
    }

    private static Shape composed(Object value) {
        if (value instanceof byte[] bytes) {
            return new Bytes(bytes);
        }
        if (value instanceof Collection<?> items) {
            return new Items(items.iterator());
        }
        if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        if (value instanceof Map.Entry<?, ?> entry) {
            return new Members(List.of(new Member("key", entry.getKey()), new Member("value", entry.getValue()))
                    .iterator());
        }
        if (value.getClass().isArray()) {
            return new Items(IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> Array.get(value, i))
                    .iterator());
        }
        if (value instanceof Record row) {
            return new Members(members(row).iterator());
        }
        throw unknown(value);
    }

    /** With keys that are no names, it is a list of pairs. */
    private static Shape map(Map<?, ?> map) {
        boolean hasNames = map.keySet().stream()
                .allMatch(key -> key != null && (isText(key) || key instanceof Boolean || key instanceof Number));
        Stream<? extends Map.Entry<?, ?>> entries = map.entrySet().stream();
        return hasNames
                ? new Members(entries.map(entry -> new Member(name(entry.getKey()), entry.getValue()))
                        .iterator())
                : new Items(entries.map(entry -> Arrays.asList(entry.getKey(), entry.getValue()))
                        .iterator());
    }

    private static String name(Object key) {
        return text(key).toString();
    }

    private static Stream<Member> members(Record row) {
        return Arrays.stream(row.getClass().getRecordComponents())
                .map(component -> new Member(component.getName(), component(row, component)));
    }

    private static Object component(Record row, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(row);
        } catch (IllegalAccessException | InvocationTargetException | RuntimeException closed) {
            throw new NotJson(row.getClass().getName() + "." + component.getName()
                    + "() cannot be called, so it is not known what it is");
        }
    }

    private static NotJson unknown(Object value) {
        return new NotJson("a " + value.getClass().getName()
                + " has no form in JSON; let the task return a record, a list, a map, a text, a number or bytes");
    }
}
