package dev.sampo.journal.log;

import java.nio.ByteBuffer;

/** What one record carries; it is encoded on the writer's thread, so it must not change after it was handed over. */
public interface Payload {

    /** How many bytes {@link #writeTo} puts, exactly. */
    int size();

    void writeTo(ByteBuffer out);

    static Payload of(byte[] bytes) {
        return new Payload() {
            @Override
            public int size() {
                return bytes.length;
            }

            @Override
            public void writeTo(ByteBuffer out) {
                out.put(bytes);
            }
        };
    }
}
