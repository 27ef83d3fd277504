package dev.dither.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Downloads of the files of one set, each checked before it is called a success. */
final class Download {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FINE = 200;

    private final FileSet set;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    Download(FileSet set) {
        this.set = set;
    }

    /** Writes the published bytes of a file to {@code target}, or fails. */
    void to(Path target, KnownOrigin origin, KnownFile file) throws IOException {
        URI address = origin.address(file);
        byte[] sent = bytes(address);
        set.verified(file, Content.of(address.toString(), sent));
        Files.write(target, sent);
    }

    private byte[] bytes(URI address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(address).build();
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            DataException.require(
                    response.statusCode() == FINE,
                    "%s: the server answered %s; %s",
                    address,
                    response.statusCode(),
                    byHand());
            return response.body();
        } catch (IOException e) {
            String message = String.format(Locale.ROOT, "%s: cannot be reached; go online, or %s", address, byHand());
            throw new DataException(message, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException(address + ": interrupted; fetch again", e);
        }
    }

    private String byHand() {
        return String.format(
                Locale.ROOT, "get the files from %s and run: dither data add %s DIR", set.source(), set.id());
    }
}
