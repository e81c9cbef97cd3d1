package io.strowger.sip.media;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Remembers what a listener heard. */
final class HeardMedia implements MediaListener {
  final AtomicBoolean seen = new AtomicBoolean();
  private final StringBuilder pressed = new StringBuilder();
  final List<Long> ended = new CopyOnWriteArrayList<>();
  final List<InboundAudio> sounds = new CopyOnWriteArrayList<>();
  final AtomicReference<@Nullable MediaStatistics> closed = new AtomicReference<>();

  @Override
  public void mediaSeen() {
    seen.set(true);
  }

  @Override
  public synchronized void key(char key) {
    pressed.append(key);
  }

  synchronized String keys() {
    return pressed.toString();
  }

  @Override
  public void playEnded(long play) {
    ended.add(play);
  }

  @Override
  public void classified(InboundAudio audio) {
    sounds.add(audio);
  }

  @Override
  public void closed(MediaStatistics statistics) {
    closed.set(statistics);
  }
}
