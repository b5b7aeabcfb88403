package dev.sampo.file;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes items as JSON: a number is written as it was. */
final class ItemWriter {
    private ItemWriter() {}

    static void write(Item item, JsonGenerator out) throws IOException {
        if (item instanceof Item.Fields fields) {
            out.writeStartObject();
            for (var entry : fields.entries().entrySet()) {
                out.writeFieldName(entry.getKey());
                write(entry.getValue().value(), out);
            }
            out.writeEndObject();
        } else if (item instanceof Item.Items many) {
            out.writeStartArray();
            for (Item each : many.items()) {
                write(each, out);
            }
            out.writeEndArray();
        } else if (item instanceof Item.Text text) {
            out.writeString(text.text());
        } else if (item instanceof Item.Amount amount) {
            out.writeNumber(amount.text());
        } else if (item instanceof Item.Flag flag) {
            out.writeBoolean(flag.value());
        } else {
            out.writeNull();
        }
    }
}
