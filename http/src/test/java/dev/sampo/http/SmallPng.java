package dev.sampo.http;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Makes a picture of a page small: of its colours the 256 commonest stay, others become the nearest of those. */
final class SmallPng {
    private static final int COLOURS = 256;
    private static final int ALIKE = 0xf8f8f8;

    private SmallPng() {}

    static void shrink(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        int[] palette = palette(pixels);
        var nearest = new HashMap<Integer, Integer>();
        byte[] reds = new byte[palette.length];
        byte[] greens = new byte[palette.length];
        byte[] blues = new byte[palette.length];
        for (int i = 0; i < palette.length; i++) {
            reds[i] = (byte) (palette[i] >> 16);
            greens[i] = (byte) (palette[i] >> 8);
            blues[i] = (byte) palette[i];
        }
        var small = new BufferedImage(
                picture.getWidth(),
                picture.getHeight(),
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette.length, reds, greens, blues));
        for (int i = 0; i < pixels.length; i++) {
            int index = nearest.computeIfAbsent(pixels[i] & 0xffffff, colour -> nearest(palette, colour));
            small.getRaster().setSample(i % picture.getWidth(), i / picture.getWidth(), 0, index);
        }
        ImageIO.write(small, "png", file.toFile());
    }

    /** Of colours that look alike the commonest stands for all. */
    private static int[] palette(int[] pixels) {
        var counts = new HashMap<Integer, Integer>();
        for (int pixel : pixels) {
            counts.merge(pixel & 0xffffff, 1, Integer::sum);
        }
        List<Integer> common = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
        var alike = new HashMap<Integer, Integer>();
        common.forEach(colour -> alike.putIfAbsent(colour & ALIKE, colour));
        return common.stream()
                .filter(colour -> alike.get(colour & ALIKE).equals(colour))
                .limit(COLOURS)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int nearest(int[] palette, int colour) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) {
            best = distance(palette[i], colour) < distance(palette[best], colour) ? i : best;
        }
        return best;
    }

    private static int distance(int one, int other) {
        int red = (one >> 16 & 0xff) - (other >> 16 & 0xff);
        int green = (one >> 8 & 0xff) - (other >> 8 & 0xff);
        int blue = (one & 0xff) - (other & 0xff);
        return red * red + green * green + blue * blue;
    }
}
