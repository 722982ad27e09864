package dev.ratchet.activity.sandbox;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes apart what an attached container prints: its log on stderr, its archive on stdout. */
final class DockerStreams extends ResultCallback.Adapter<Frame> {
  private static final Logger log = LoggerFactory.getLogger(DockerStreams.class);
  private static final int BUFFER_BYTES = 1 << 16;

  private final PipedOutputStream print = new PipedOutputStream();
  private final PipedOutputStream archive = new PipedOutputStream();
  private final InputStream printed;
  private final InputStream archived;

  DockerStreams() throws IOException {
    printed = new PipedInputStream(print, BUFFER_BYTES);
    archived = new PipedInputStream(archive, BUFFER_BYTES);
  }

  InputStream printed() {
    return printed;
  }

  InputStream archived() {
    return archived;
  }

  @Override
  public void onNext(Frame frame) {
    PipedOutputStream stream = frame.getStreamType() == StreamType.STDERR ? print : archive;
    try {
      stream.write(frame.getPayload());
      stream.flush();
    } catch (IOException nobodyReads) {
      // Who read it has had enough, and says so in its own result; the other stream goes on.
    }
  }

  @Override
  public void onError(Throwable broken) {
    endStreams();
    super.onError(broken);
  }

  @Override
  public void onComplete() {
    endStreams();
    super.onComplete();
  }

  @Override
  public void close() throws IOException {
    endStreams();
    super.close();
  }

  private void endStreams() {
    try (print;
        archive) {
      log.trace("docker-streams=ended");
    } catch (IOException nobodyReads) {
      // As above.
    }
  }
}
