package dev.lockstep.account.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
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
 * <p>Accepts PNG, JPEG and GIF up to 10 MB and 50 megapixels, told by content. Decoding samples large pictures down
 * on the way, so that memory stays below about 20 MB a picture.
 *
 * @param bytes PNG when it has transparent parts, else JPEG; at most 1 MB
 * @param fileName {@code picture.png} or {@code picture.jpg}; what the person called it is nobody's business
 */
public record ProfilePicture(byte[] bytes, String fileName, String mimeType) {

    public static final int MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
    static final long MAX_PIXELS = 50_000_000;
    static final int SIDE = 512;

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
        try {
            BufferedImage decoded = decode(upload);
            int turn = format == PictureFormat.JPEG ? Orientation.of(upload) : Orientation.UPRIGHT;
            return encode(square(Orientation.upright(decoded, turn)));
        } catch (IOException | RuntimeException e) {
            if (e instanceof PictureProblem problem) {
                throw problem;
            }
            throw PictureProblem.broken();
        }
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
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width * height > MAX_PIXELS) {
            throw new PictureProblem(
                    "PictureTooManyPixels",
                    "This picture has %,d × %,d pixels; 50 megapixels are the most.".formatted(width, height),
                    "Choose a smaller one.");
        }
        if (reader.getNumImages(true) > 1) {
            throw new PictureProblem(
                    "PictureAnimated",
                    "This picture moves; a profile needs one that stands still.",
                    "Choose another one.");
        }
        ImageReadParam param = reader.getDefaultReadParam();
        int step = (int) Math.max(1, Math.min(width, height) / (2 * SIDE));
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
