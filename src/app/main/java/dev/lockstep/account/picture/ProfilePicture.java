package dev.lockstep.account.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture of a person, safe to pass on: decoded and encoded anew, so that nothing of the original file but its
 * pixels remains (no place, no camera, no hidden payload); upright; a square of at most 512 pixels.
 *
 * <p>Accepts PNG, JPEG and GIF up to 10 MB, 50 megapixels and 30,000 pixels a side, told by content. Only the middle is
 * decoded, sampled down on the way, and one picture at a time: beside the upload that takes at most about 40 MB of heap
 * whatever the picture's shape, and for a progressive JPEG 6 bytes a pixel outside the heap meanwhile.
 *
 * @param bytes PNG when it has transparent parts, else JPEG; at most 1 MB
 * @param fileName {@code picture.png} or {@code picture.jpg}; what the person called it is nobody's business
 */
public record ProfilePicture(byte[] bytes, String fileName, String mimeType) {

    public static final int MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
    static final long MAX_PIXELS = 50_000_000;
    static final int MAX_SIDE = 30_000;
    static final int SIDE = 512;

    /** Decoding is a second at most; who waited longer than this is told to come again. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Semaphore ONE_AT_A_TIME = new Semaphore(1, true);

    private static final int MAX_BYTES = 900_000;
    private static final float JPEG_QUALITY = 0.9f;

    /** @throws PictureProblem when the bytes are not a usable picture */
    public static ProfilePicture of(byte[] upload) {
        if (upload.length > MAX_UPLOAD_BYTES) {
            throw new PictureProblem("PictureTooLarge", "This picture is larger than 10 MB.", "Choose a smaller one.");
        }
        PictureFormat format = PictureFormat.of(upload);
        if (format.animated(upload)) {
            throw new PictureProblem(
                    "PictureAnimated",
                    "This picture moves; a profile needs one that stands still.",
                    "Choose another one.");
        }
        if (!format.complete(upload)) {
            throw PictureProblem.broken();
        }
        await();
        try {
            BufferedImage decoded = decode(upload);
            int turn = format == PictureFormat.JPEG ? Orientation.of(upload) : Orientation.UPRIGHT;
            return encode(square(Orientation.upright(decoded, turn)));
        } catch (OutOfMemoryError e) {
            throw PictureProblem.busy();
        } catch (IOException | RuntimeException e) {
            if (e instanceof PictureProblem problem) {
                throw problem;
            }
            throw hasRunOutOfMemory(e) ? PictureProblem.busy() : PictureProblem.broken();
        } finally {
            ONE_AT_A_TIME.release();
        }
    }

    private static void await() {
        try {
            if (!ONE_AT_A_TIME.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw PictureProblem.busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PictureProblem.busy();
        }
    }

    /** Some readers wrap it: the picture is not to blame then. */
    private static boolean hasRunOutOfMemory(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    private static BufferedImage decode(byte[] upload) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(upload))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw PictureProblem.broken();
            }
            ImageReader reader = readers.next();
            try {
                return decode(reader, in);
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage decode(ImageReader reader, ImageInputStream in) throws IOException {
        boolean[] premature = {false};
        reader.addIIOReadWarningListener((source, warning) -> premature[0] |= warning.contains("remature"));
        reader.setInput(in);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (Math.max(width, height) > MAX_SIDE) {
            // Readers hold whole lines, however few of their pixels are wanted.
            throw new PictureProblem(
                    "PictureTooLong",
                    "This picture has %,d × %,d pixels; a side has 30,000 at most.".formatted(width, height),
                    "Cut it or choose another one.",
                    width,
                    height);
        }
        if ((long) width * height > MAX_PIXELS) {
            throw new PictureProblem(
                    "PictureTooManyPixels",
                    "This picture has %,d × %,d pixels; 50 megapixels are the most.".formatted(width, height),
                    "Choose a smaller one.",
                    width,
                    height);
        }
        if (reader.getNumImages(true) > 1) {
            throw new PictureProblem(
                    "PictureAnimated",
                    "This picture moves; a profile needs one that stands still.",
                    "Choose another one.");
        }
        ImageReadParam param = reader.getDefaultReadParam();
        int side = Math.min(width, height);
        // The rest is cut off anyway; where the middle is does not change when the picture is turned.
        param.setSourceRegion(new Rectangle((width - side) / 2, (height - side) / 2, side, side));
        int step = Math.max(1, side / (2 * SIDE));
        param.setSourceSubsampling(step, step, 0, 0);
        BufferedImage image = reader.read(0, param);
        if (premature[0]) {
            throw PictureProblem.broken();
        }
        return image;
    }

    /** The middle of the picture, scaled down to at most {@link #SIDE}. */
    private static BufferedImage square(BufferedImage image) {
        int side = Math.min(image.getWidth(), image.getHeight());
        int left = (image.getWidth() - side) / 2;
        int top = (image.getHeight() - side) / 2;
        int target = Math.min(side, SIDE);
        int type = image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        var result = new BufferedImage(target, target, type);
        draw(
                result,
                graphics -> graphics.drawImage(image, 0, 0, target, target, left, top, left + side, top + side, null));
        return result;
    }

    private static void draw(BufferedImage target, java.util.function.Consumer<Graphics2D> drawing) {
        Graphics2D graphics = target.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
            drawing.accept(graphics);
        } finally {
            graphics.dispose();
        }
    }

    private static ProfilePicture encode(BufferedImage image) throws IOException {
        if (image.getColorModel().hasAlpha()) {
            var out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            if (out.size() <= MAX_BYTES) {
                return new ProfilePicture(out.toByteArray(), "picture.png", "image/png");
            }
        }
        return new ProfilePicture(jpeg(opaque(image)), "picture.jpg", "image/jpeg");
    }

    private static BufferedImage opaque(BufferedImage image) {
        var result = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        draw(result, graphics -> graphics.drawImage(image, 0, 0, Color.WHITE, null));
        return result;
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(JPEG_QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
