package dev.lockstep.account.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilePictureTest {

    @Test
    void cropsTheMiddleAndScalesItDown() throws IOException {
        ProfilePicture picture = ProfilePicture.of(encoded(plain(1600, 900, Color.RED), "png"));

        BufferedImage shown = decoded(picture);
        assertThat(shown.getWidth()).isEqualTo(512);
        assertThat(shown.getHeight()).isEqualTo(512);
    }

    @Test
    void keepsASmallPictureItsSize() throws IOException {
        BufferedImage shown = decoded(ProfilePicture.of(encoded(plain(64, 80, Color.BLUE), "jpg")));

        assertThat(shown.getWidth()).isEqualTo(64);
    }

    @Test
    void keepsTransparencyAsPng() throws IOException {
        var image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);

        ProfilePicture picture = ProfilePicture.of(encoded(image, "png"));

        assertThat(picture.mimeType()).isEqualTo("image/png");
        assertThat(decoded(picture).getRGB(20, 20) >>> 24).isZero();
    }

    @Test
    void dropsWhatIsHiddenInTheFile() throws IOException {
        byte[] jpeg = withExif(encoded(plain(80, 80, Color.GREEN), "jpg"), 1, "GPS 48.2 16.3");

        ProfilePicture picture = ProfilePicture.of(jpeg);

        assertThat(new String(picture.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("Exif", "GPS 48.2");
    }

    /** A phone stores a portrait lying on its side and notes the turn; after encoding anew the note is gone. */
    @Test
    void turnsAPhotographUpright() throws IOException {
        BufferedImage lying = plain(100, 100, Color.WHITE);
        for (int y = 0; y < 100; y++) {
            for (int x = 0; x < 50; x++) {
                lying.setRGB(x, y, Color.BLACK.getRGB());
            }
        }

        BufferedImage upright = decoded(ProfilePicture.of(withExif(encoded(lying, "jpg"), 6, "")));

        // Turned a quarter to the right, what was left is on top.
        assertThat(new Color(upright.getRGB(50, 10)).getRed()).isLessThan(60);
        assertThat(new Color(upright.getRGB(50, 90)).getRed()).isGreaterThan(200);
    }

    @Test
    void refusesATextThatIsCalledPng() {
        assertRefused("I am not a picture.".getBytes(StandardCharsets.UTF_8), "PictureType", "PNG, JPEG or GIF");
    }

    @Test
    void refusesMoreThanTenMegabytes() {
        assertRefused(new byte[ProfilePicture.MAX_UPLOAD_BYTES + 1], "PictureTooLarge", "larger than 10 MB");
    }

    @Test
    void refusesThirtyThousandPixelsSquareWithoutDecodingThem() throws IOException {
        assertRefused(header(30_000, 30_000), "PictureTooManyPixels", "30,000 × 30,000 pixels");
    }

    @Test
    void refusesALineThatWouldFillTheMemory() throws IOException {
        assertRefused(header(30_001, 10), "PictureTooLong", "30,001 × 10 pixels");
    }

    /** Decoded whole, 16 bits a channel, it would be 240 MB. */
    @Test
    void decodesTheMiddleOfAWidePictureOnly() throws IOException {
        byte[] panorama = sixteenBitsWide(30_000, 1_000);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        BufferedImage shown = decoded(ProfilePicture.of(panorama));

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(60_000_000);
        assertThat(new Color(shown.getRGB(256, 256))).isEqualTo(Color.BLACK);
    }

    @Test
    void refusesAGifThatMoves() throws IOException {
        assertRefused(animatedGif(), "PictureAnimated", "moves");
    }

    @Test
    void refusesAPngThatMoves() throws IOException {
        byte[] png = encoded(plain(10, 10, Color.RED), "png");
        // acTL goes before IDAT; anywhere among the chunks says the same to us.
        byte[] moving =
                concat(Arrays.copyOf(png, 33), chunk("acTL", new byte[8]), Arrays.copyOfRange(png, 33, png.length));

        assertRefused(moving, "PictureAnimated", "moves");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void refusesOneThatIsCutOff(String format) throws IOException {
        byte[] whole = encoded(noise(200, 200), format);

        assertRefused(Arrays.copyOf(whole, whole.length * 2 / 3), "PictureBroken", "damaged or incomplete");
    }

    @Test
    void refusesPixelsThatAreRubbish() throws IOException {
        byte[] png = encoded(noise(100, 100), "png");
        Arrays.fill(png, 60, 400, (byte) 0x55);

        assertRefused(png, "PictureBroken", "damaged or incomplete");
    }

    /** Black, opaque, RGBA, written line by line. */
    private static byte[] sixteenBitsWide(int width, int height) throws IOException {
        var pixels = new ByteArrayOutputStream();
        byte[] line = new byte[1 + width * 8];
        for (int x = 0; x < width; x++) {
            line[1 + x * 8 + 6] = (byte) 0xFF;
            line[1 + x * 8 + 7] = (byte) 0xFF;
        }
        try (var deflated = new DeflaterOutputStream(pixels)) {
            for (int y = 0; y < height; y++) {
                deflated.write(line);
            }
        }
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {16, 6, 0, 0, 0})
                .array();
        byte[] magic = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        return concat(magic, chunk("IHDR", header), chunk("IDAT", pixels.toByteArray()), chunk("IEND", new byte[0]));
    }

    private static void assertRefused(byte[] upload, String code, String words) {
        assertThatThrownBy(() -> ProfilePicture.of(upload)).isInstanceOfSatisfying(PictureProblem.class, problem -> {
            assertThat(problem.code().text()).isEqualTo(code);
            assertThat(problem.sentence()).contains(words);
            assertThat(problem.fields())
                    .singleElement()
                    .satisfies(field -> assertThat(field.field()).isEqualTo("picture"));
        });
    }

    private static BufferedImage plain(int width, int height, Color color) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    private static BufferedImage noise(int width, int height) {
        var random = new java.util.Random(7);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    private static BufferedImage decoded(ProfilePicture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
    }

    /** A PNG that says how large it is and then has nothing to show for it. */
    private static byte[] header(int width, int height) throws IOException {
        byte[] small = encoded(plain(4, 4, Color.RED), "png");
        ByteBuffer data = ByteBuffer.allocate(13).putInt(width).putInt(height);
        data.put(Arrays.copyOfRange(small, 24, 29));
        byte[] rest = Arrays.copyOfRange(small, 33, small.length);
        return concat(Arrays.copyOf(small, 8), chunk("IHDR", data.array()), rest);
    }

    private static byte[] chunk(String type, byte[] data) {
        var crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] withExif(byte[] jpeg, int orientation, String hidden) {
        byte[] note = hidden.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 12 + 4 + note.length);
        tiff.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        tiff.putShort((short) 1);
        tiff.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        tiff.putInt(0).put(note);
        byte[] body = concat("Exif\0\0".getBytes(StandardCharsets.US_ASCII), tiff.array());
        byte[] marker = ByteBuffer.allocate(4)
                .put((byte) 0xFF)
                .put((byte) 0xE1)
                .putShort((short) (body.length + 2))
                .array();
        return concat(Arrays.copyOf(jpeg, 2), marker, body, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    private static byte[] animatedGif() throws IOException {
        var out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (Color color : new Color[] {Color.RED, Color.GREEN}) {
                BufferedImage frame = plain(20, 20, color);
                IIOMetadata metadata =
                        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
                String name = metadata.getNativeMetadataFormatName();
                var root = (IIOMetadataNode) metadata.getAsTree(name);
                metadata.setFromTree(name, root);
                writer.writeToSequence(new IIOImage(frame, null, metadata), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
