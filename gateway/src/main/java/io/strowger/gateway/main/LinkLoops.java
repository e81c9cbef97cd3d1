package io.strowger.gateway.main;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;

/** The event loop of all SMPP links and binds. */
final class LinkLoops {
  private LinkLoops() {}

  static EventLoopGroup start() {
    return new MultiThreadIoEventLoopGroup(
        1,
        Thread.ofPlatform().name("strowger-smpp-", 0).factory(),
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }
}
