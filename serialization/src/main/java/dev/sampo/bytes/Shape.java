package dev.sampo.bytes;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/** A fingerprint of what a class looks like in bytes; two nodes whose shapes of a class differ must not exchange it. */
public final class Shape {

    private Shape() {}

    /** Names and types of the parts that are written, in the order they are written in. */
    public static int of(Class<?> type) {
        var text = new StringBuilder();
        if (type.isEnum()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.isEnumConstant()) {
                    text.append(field.getName()).append(';');
                }
            }
        } else if (type.isRecord()) {
            for (RecordComponent part : type.getRecordComponents()) {
                text.append(part.getName())
                        .append(':')
                        .append(part.getType().getName())
                        .append(';');
            }
        } else if (!type.isArray()) {
            for (Field field : fields(type)) {
                text.append(field.getName())
                        .append(':')
                        .append(field.getType().getName())
                        .append(';');
            }
        }
        var crc = new CRC32C();
        crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** The instance fields that are written: not static, not transient; those of the topmost class first, each by name. */
    public static List<Field> fields(Class<?> type) {
        var fields = new ArrayList<Field>();
        if (type.getSuperclass() != null && type.getSuperclass() != Object.class) {
            fields.addAll(fields(type.getSuperclass()));
        }
        var own = new ArrayList<Field>();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                own.add(field);
            }
        }
        own.sort(Comparator.comparing(Field::getName));
        fields.addAll(own);
        return fields;
    }
}
