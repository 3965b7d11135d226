package dev.lockstep.journey;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Files that people choose as their picture, good ones and bad ones, made on the spot. */
final class PictureFile {

    private PictureFile() {}

    /** A photograph as far as anybody can tell: wider than high, no two corners alike. */
    static Path good(Path folder) throws IOException {
        return Files.write(folder.resolve("me.png"), png());
    }

    /** Half of a picture, as a broken download leaves it. */
    static Path truncated(Path folder) throws IOException {
        byte[] whole = png();
        return Files.write(folder.resolve("half.png"), Arrays.copyOf(whole, whole.length / 2));
    }

    /** A text that calls itself a picture. */
    static Path text(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("notes.png"), "Not a picture at all, whatever my name says.", StandardCharsets.UTF_8);
    }

    /** 50 MB, nearly all of them holes. */
    static Path huge(Path folder) throws IOException {
        Path file = folder.resolve("huge.png");
        Files.write(file, png());
        try (var data = new RandomAccessFile(file.toFile(), "rw")) {
            data.setLength(50L * 1024 * 1024);
        }
        return file;
    }

    private static byte[] png() throws IOException {
        var image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(0x2b59e0), 640, 480, new Color(0xe0a93b)));
        graphics.fillRect(0, 0, 640, 480);
        graphics.setColor(Color.WHITE);
        graphics.fillOval(230, 120, 180, 180);
        graphics.fillOval(160, 320, 320, 300);
        graphics.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
