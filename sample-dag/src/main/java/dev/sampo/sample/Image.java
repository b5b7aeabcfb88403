package dev.sampo.sample;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A strip of the sky: some of its columns, each as high as the image, as brightness of pixels.
 *
 * @param left the sky's column that is this image's first
 */
record Image(int left, int width, int height, int[] pixels) {

    /** The sky itself: smooth waves and a few stars, the same everywhere. */
    static Image sky(int left, int width, int height) {
        var sky = new Image(left, width, height, new int[width * height]);
        Arrays.setAll(sky.pixels, at -> {
            int x = left + at / height;
            int y = at % height;
            long star = (x * 7919L + y * 104729L) % 997 == 0 ? 5_000 : 0;
            return (int) (1_000 + 300 * Math.sin(x / 17.0) + 200 * Math.cos(y / 11.0) + star);
        });
        return sky;
    }

    /** The same image, brighter everywhere. */
    Image plus(int brightness) {
        return new Image(
                left,
                width,
                height,
                Arrays.stream(pixels).map(pixel -> pixel + brightness).toArray());
    }

    /** How much brighter the other image is where the two overlap, on average. */
    int brighterBy(Image other) {
        int from = Math.max(left, other.left);
        int to = Math.min(left + width, other.left + other.width);
        long sum = 0;
        for (int x = from; x < to; x++) {
            for (int y = 0; y < height; y++) {
                sum += other.pixel(x, y) - pixel(x, y);
            }
        }
        return (int) (sum / ((long) (to - from) * height));
    }

    private int pixel(int x, int y) {
        return pixels[(x - left) * height + y];
    }

    /** One image of all, in which later ones cover earlier ones. */
    static Image mosaic(List<Image> images) {
        int width = images.stream()
                .mapToInt(image -> image.left + image.width)
                .max()
                .orElse(0);
        int height = images.get(0).height;
        var whole = new Image(0, width, height, new int[width * height]);
        images.forEach(
                image -> System.arraycopy(image.pixels, 0, whole.pixels, image.left * height, image.pixels.length));
        return whole;
    }

    /** Every second pixel in both directions. */
    Image half() {
        var half = new Image(left / 2, width / 2, height / 2, new int[(width / 2) * (height / 2)]);
        Arrays.setAll(half.pixels, at -> pixels[at / half.height * 2 * height + at % half.height * 2]);
        return half;
    }

    long checksum() {
        var crc = new CRC32();
        for (int pixel : pixels) {
            crc.update(pixel);
            crc.update(pixel >>> 8);
            crc.update(pixel >>> 16);
            crc.update(pixel >>> 24);
        }
        return crc.getValue();
    }
}
