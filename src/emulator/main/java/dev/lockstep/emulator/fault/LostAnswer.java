package dev.lockstep.emulator.fault;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Takes an answer and lets nothing of it through, so that another can be given in its place. For requests that are
 * answered on the thread that brought them.
 */
final class LostAnswer extends HttpServletResponseWrapper {

    private final ServletOutputStream nowhere = new Nowhere();
    private int status = SC_OK;

    LostAnswer(HttpServletResponse response) {
        super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return nowhere;
    }

    @Override
    public PrintWriter getWriter() {
        return new PrintWriter(OutputStream.nullOutputStream());
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void setStatus(int status) {
        this.status = status;
    }

    @Override
    public void sendError(int status) {
        this.status = status;
    }

    @Override
    public void sendError(int status, String message) {
        this.status = status;
    }

    @Override
    public void sendRedirect(String location) {
        this.status = SC_FOUND;
    }

    @Override
    public void sendRedirect(String location, int redirectStatus, boolean clearBuffer) {
        this.status = redirectStatus;
    }

    @Override
    public void addCookie(Cookie cookie) {
        // Lost.
    }

    @Override
    public void setHeader(String name, String value) {
        // Lost.
    }

    @Override
    public void addHeader(String name, String value) {
        // Lost.
    }

    @Override
    public void setIntHeader(String name, int value) {
        // Lost.
    }

    @Override
    public void addIntHeader(String name, int value) {
        // Lost.
    }

    @Override
    public void setDateHeader(String name, long date) {
        // Lost.
    }

    @Override
    public void addDateHeader(String name, long date) {
        // Lost.
    }

    @Override
    public void setContentType(String type) {
        // Lost.
    }

    @Override
    public void setContentLength(int length) {
        // Lost.
    }

    @Override
    public void setContentLengthLong(long length) {
        // Lost.
    }

    @Override
    public void setCharacterEncoding(String charset) {
        // Lost.
    }

    @Override
    public void setLocale(Locale locale) {
        // Lost.
    }

    @Override
    public void flushBuffer() {
        // Nothing was kept that could be sent.
    }

    @Override
    public void reset() {
        status = SC_OK;
    }

    @Override
    public void resetBuffer() {
        // Nothing was kept.
    }

    @Override
    public boolean isCommitted() {
        return false;
    }

    private static final class Nowhere extends ServletOutputStream {

        @Override
        public void write(int octet) {
            // Lost.
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            // Lost.
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("Bug: an answer that is lost is not written in pieces");
        }
    }
}
