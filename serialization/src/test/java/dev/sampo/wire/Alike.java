package dev.sampo.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Iterator;

/** Equality for records that hold arrays, which their own does not look into. */
final class Alike {

    private Alike() {}

    static void assertAlike(Object actual, Object expected) {
        if (expected instanceof Record) {
            assertThat(actual).isExactlyInstanceOf(expected.getClass());
            for (RecordComponent component : expected.getClass().getRecordComponents()) {
                assertAlike(get(component, actual), get(component, expected));
            }
        } else if (expected instanceof Collection<?> many) {
            assertThat(actual).isInstanceOf(Collection.class);
            assertThat((Collection<?>) actual).hasSameSizeAs(many);
            Iterator<?> others = ((Collection<?>) actual).iterator();
            many.forEach(one -> assertAlike(others.next(), one));
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static Object get(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException cannot) {
            throw new AssertionError(component.toString(), cannot);
        }
    }
}
