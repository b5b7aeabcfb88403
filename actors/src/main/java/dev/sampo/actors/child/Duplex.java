package dev.sampo.actors.child;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A socket as two streams that do not wait for each other, as those of {@code java.nio.channels.Channels} do. It is beside
 * stdin and stdout, so that whatever a body or its native code prints is no message.
 */
final class Duplex {
    /** More at a time would be copied to as much memory outside the heap, and that kept. */
    private static final int BUFFER = 64 << 10;

    private final SocketChannel channel;
    final DataInputStream in;
    final DataOutputStream out;

    Duplex(SocketChannel channel) {
        this.channel = channel;
        this.in = new DataInputStream(new BufferedInputStream(new Reading(), BUFFER));
        this.out = new DataOutputStream(new BufferedOutputStream(new Writing(), BUFFER));
    }

    void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // Closed is all that it should be.
        }
    }

    private final class Reading extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(bytes, offset, Math.min(length, BUFFER)));
        }
    }

    private final class Writing extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                done += channel.write(ByteBuffer.wrap(bytes, offset + done, Math.min(length - done, BUFFER)));
            }
        }
    }
}
