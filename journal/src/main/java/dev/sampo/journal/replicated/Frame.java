package dev.sampo.journal.replicated;

import java.util.zip.CRC32C;

/**
 * A piece of a letter, small enough for Artery: the only thing of this package that crosses the network. The checksum is that
 * of the whole letter.
 */
final class Frame {

    static final int PIECE_MAX = 160 * 1024;

    final long letter;
    final int total;
    final int offset;
    final int crc;
    final byte[] bytes;
    final int from;
    final int length;

    Frame(long letter, int total, int offset, int crc, byte[] bytes, int from, int length) {
        this.letter = letter;
        this.total = total;
        this.offset = offset;
        this.crc = crc;
        this.bytes = bytes;
        this.from = from;
        this.length = length;
    }

    static int crcOf(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }

    @Override
    public String toString() {
        return "Frame " + letter + " " + offset + "+" + length + "/" + total;
    }
}
