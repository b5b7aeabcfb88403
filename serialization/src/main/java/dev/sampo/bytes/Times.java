package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
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
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The values of java.time, as the few numbers each is made of. */
final class Times {

    private Times() {}

    static void register(Kryo kryo) {
        add(kryo, 28, Duration.class, Times::writeDuration, in -> Duration.ofSeconds(in.readVarLong(false), nano(in)));
        add(kryo, 29, Instant.class, Times::writeInstant, in -> Instant.ofEpochSecond(in.readVarLong(false), nano(in)));
        add(kryo, 30, LocalDate.class, Times::writeDate, Times::readDate);
        add(kryo, 31, LocalTime.class, Times::writeTime, Times::readTime);
        add(kryo, 32, LocalDateTime.class, Times::writeDateTime, Times::readDateTime);
        add(kryo, 33, ZonedDateTime.class, Times::writeZoned, Times::readZoned);
        add(
                kryo,
                34,
                OffsetDateTime.class,
                Times::writeOffset,
                in -> OffsetDateTime.of(readDateTime(in), readZone(in)));
        add(kryo, 150, OffsetTime.class, Times::writeOffsetTime, in -> OffsetTime.of(readTime(in), readZone(in)));
        add(kryo, 151, ZoneOffset.class, Times::writeZone, Times::readZone);
        add(kryo, 152, ZoneId.of("Europe/Paris").getClass(), (out, v) -> out.writeString(v.getId()), Times::readRegion);
        add(kryo, 153, Period.class, Times::writePeriod, Times::readPeriod);
        add(
                kryo,
                154,
                Year.class,
                (out, v) -> out.writeVarInt(v.getValue(), false),
                in -> Year.of(in.readVarInt(false)));
        add(kryo, 155, YearMonth.class, Times::writeYearMonth, in -> YearMonth.of(in.readVarInt(false), in.readByte()));
        add(kryo, 156, MonthDay.class, Times::writeMonthDay, in -> MonthDay.of(in.readByte(), in.readByte()));
        kryo.register(DayOfWeek.class, new EnumSerializer(DayOfWeek.class), 157);
        kryo.register(Month.class, new EnumSerializer(Month.class), 158);
        kryo.register(ChronoUnit.class, new EnumSerializer(ChronoUnit.class), 159);
    }

    private static <T> void add(
            Kryo kryo, int id, Class<? extends T> type, BiConsumer<Output, T> write, Function<BoundedInput, T> read) {
        kryo.register(type, ValueSerializer.of(write, read), id);
    }

    private static int nano(Input in) {
        return in.readVarInt(true);
    }

    private static void writeDuration(Output out, Duration value) {
        out.writeVarLong(value.getSeconds(), false);
        out.writeVarInt(value.getNano(), true);
    }

    private static void writeInstant(Output out, Instant value) {
        out.writeVarLong(value.getEpochSecond(), false);
        out.writeVarInt(value.getNano(), true);
    }

    private static void writeDate(Output out, LocalDate value) {
        out.writeVarLong(value.toEpochDay(), false);
    }

    private static LocalDate readDate(Input in) {
        return LocalDate.ofEpochDay(in.readVarLong(false));
    }

    private static void writeTime(Output out, LocalTime value) {
        out.writeVarLong(value.toNanoOfDay(), true);
    }

    private static LocalTime readTime(Input in) {
        return LocalTime.ofNanoOfDay(in.readVarLong(true));
    }

    private static void writeDateTime(Output out, LocalDateTime value) {
        writeDate(out, value.toLocalDate());
        writeTime(out, value.toLocalTime());
    }

    private static LocalDateTime readDateTime(Input in) {
        return LocalDateTime.of(readDate(in), readTime(in));
    }

    private static void writeZone(Output out, ZoneOffset value) {
        out.writeVarInt(value.getTotalSeconds(), false);
    }

    private static ZoneOffset readZone(Input in) {
        return ZoneOffset.ofTotalSeconds(in.readVarInt(false));
    }

    private static ZoneId readRegion(BoundedInput in) {
        return ZoneId.of(in.readString());
    }

    /** The offset travels too: it tells the two hours apart that a clock set back has in common. */
    private static void writeZoned(Output out, ZonedDateTime value) {
        writeDateTime(out, value.toLocalDateTime());
        writeZone(out, value.getOffset());
        out.writeString(value.getZone().getId());
    }

    private static ZonedDateTime readZoned(BoundedInput in) {
        LocalDateTime local = readDateTime(in);
        ZoneOffset offset = readZone(in);
        return ZonedDateTime.ofLocal(local, readRegion(in), offset);
    }

    private static void writeOffset(Output out, OffsetDateTime value) {
        writeDateTime(out, value.toLocalDateTime());
        writeZone(out, value.getOffset());
    }

    private static void writeOffsetTime(Output out, OffsetTime value) {
        writeTime(out, value.toLocalTime());
        writeZone(out, value.getOffset());
    }

    private static void writePeriod(Output out, Period value) {
        out.writeVarInt(value.getYears(), false);
        out.writeVarInt(value.getMonths(), false);
        out.writeVarInt(value.getDays(), false);
    }

    private static Period readPeriod(Input in) {
        return Period.of(in.readVarInt(false), in.readVarInt(false), in.readVarInt(false));
    }

    private static void writeYearMonth(Output out, YearMonth value) {
        out.writeVarInt(value.getYear(), false);
        out.writeByte(value.getMonthValue());
    }

    private static void writeMonthDay(Output out, MonthDay value) {
        out.writeByte(value.getMonthValue());
        out.writeByte(value.getDayOfMonth());
    }
}
