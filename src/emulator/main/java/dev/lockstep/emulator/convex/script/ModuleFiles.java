package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.PushedModule;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;

/** The only files that running code can import: the modules of its push. There is no way from here to the disk. */
final class ModuleFiles implements FileSystem {

    static final String ROOT = "/convex/";

    private final Map<String, byte[]> files = new HashMap<>();

    ModuleFiles(Map<String, PushedModule> modules) {
        modules.forEach((path, module) -> {
            if (module.environment() == PushedModule.Environment.ISOLATE) {
                files.put(ROOT + path, module.source().getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    @Override
    public Path parsePath(URI uri) {
        // node:fs has no path. It is no module of a push under any name.
        return "file".equals(uri.getScheme()) ? Path.of(uri.getPath()) : parsePath(uri.toString());
    }

    @Override
    public Path parsePath(String path) {
        return Path.of(path);
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options) throws IOException {
        if (modes.contains(AccessMode.WRITE) || !files.containsKey(name(path))) {
            throw new NoSuchFileException(path.toString());
        }
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        throw new NoSuchFileException(path.toString());
    }

    @Override
    public void delete(Path path) throws IOException {
        throw new NoSuchFileException(path.toString());
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        byte[] content = files.get(name(path));
        if (content == null) {
            throw new NoSuchFileException(path.toString());
        }
        return new ReadOnly(content);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        throw new NoSuchFileException(path.toString());
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return path;
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) {
        return path.normalize();
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        byte[] content = files.get(name(path));
        if (content == null) {
            throw new NoSuchFileException(path.toString());
        }
        return Map.of("size", (long) content.length, "isRegularFile", true, "isDirectory", false);
    }

    private static String name(Path path) {
        // Windows writes the same path with its own separator.
        return path.normalize().toString().replace('\\', '/');
    }

    private static final class ReadOnly implements SeekableByteChannel {

        private final ByteBuffer content;

        private ReadOnly(byte[] content) {
            this.content = ByteBuffer.wrap(content).asReadOnlyBuffer();
        }

        @Override
        public int read(ByteBuffer target) {
            if (!content.hasRemaining()) {
                return -1;
            }
            int count = Math.min(target.remaining(), content.remaining());
            target.put(content.slice(content.position(), count));
            content.position(content.position() + count);
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            throw new NonWritableChannelException();
        }

        @Override
        public long position() {
            return content.position();
        }

        @Override
        public SeekableByteChannel position(long position) {
            content.position((int) position);
            return this;
        }

        @Override
        public long size() {
            return content.limit();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }
}
