#!/usr/bin/perl
# An auth server played by Perl's Net::SMPP. Submits a short, a Unicode and a segmented message,
# takes their receipts, queries and cancels. Prints one line for each event: a word and fields.
#
#   esme.pl PORT SYSTEM_ID PASSWORD SILENT_NUMBER
use strict;
use warnings;
use Net::SMPP;

my ($port, $system_id, $password, $silent) = @ARGV;
$| = 1;
my %receipts;

my ($smpp, $bound) = Net::SMPP->new_transceiver('127.0.0.1', port => $port,
    system_id => $system_id, password => $password, async => 1, smpp_version => 0x34);
die "cannot connect\n" unless $smpp;

sub take {
    my ($pdu) = @_;
    if ($pdu->{cmd} == 0x00000005) {    # deliver_sm
        $smpp->deliver_sm_resp(seq => $pdu->{seq}, message_id => '');
        if ($pdu->{short_message} =~ /id:(\S+).*stat:(\S+)/) {
            $receipts{$1} = $2;
            print "receipt $1 $2\n";
        }
    } elsif ($pdu->{cmd} == 0x00000015) {    # enquire_link
        $smpp->enquire_link_resp(seq => $pdu->{seq});
    }
}

# Reads on until the answer to a request has come; takes everything else on the way.
sub answer {
    my ($seq) = @_;
    while (my $pdu = $smpp->read_pdu()) {
        return $pdu if $pdu->{seq} == $seq && ($pdu->{cmd} & 0x80000000);
        take($pdu);
    }
    die "the connection is closed\n";
}

sub submit {
    my ($kind, %fields) = @_;
    my $seq = $smpp->submit_sm(source_addr_ton => 5, source_addr_npi => 0, source_addr => 'IDP',
        dest_addr_ton => 1, dest_addr_npi => 1, registered_delivery => 1, %fields);
    my $resp = answer($seq);
    printf "submitted %s %d %s\n", $kind, $resp->{status}, $resp->{message_id};
    return $resp->{message_id};
}

my $resp = answer($bound);
printf "bound %d\n", $resp->{status};
exit 1 if $resp->{status};

my @ids;
push @ids, submit('short', destination_addr => '393471234701', short_message => 'Your code is 407401234');
push @ids, submit('ucs2', destination_addr => '393471234702', data_coding => 8,
    short_message => pack('n*', map { ord } split //, "\x{412}\x{430}\x{448} \x{43a}\x{43e}\x{434} 407401234"));
push @ids, submit('part1', destination_addr => '393471234703', esm_class => 0x40,
    short_message => pack('C6', 5, 0, 3, 9, 2, 1) . 'Your code is 40');
push @ids, submit('part2', destination_addr => '393471234703', esm_class => 0x40,
    short_message => pack('C6', 5, 0, 3, 9, 2, 2) . '7401234, in two parts');
while (grep { !$receipts{$_} } @ids) {
    my $pdu = $smpp->read_pdu() or die "the connection is closed\n";
    take($pdu);
}
my $query = answer($smpp->query_sm(message_id => $ids[0], source_addr_ton => 5, source_addr_npi => 0,
    source_addr => 'IDP'));
printf "queried %d %d\n", $query->{status}, $query->{message_state};
my $open = submit('silent', destination_addr => $silent, short_message => 'Your code is 407406543');
my $cancel = answer($smpp->cancel_sm(message_id => $open, source_addr_ton => 5, source_addr_npi => 0,
    source_addr => 'IDP', dest_addr_ton => 1, dest_addr_npi => 1, destination_addr => $silent));
printf "cancelled %d\n", $cancel->{status};
while (!$receipts{$open}) {
    my $pdu = $smpp->read_pdu() or die "the connection is closed\n";
    take($pdu);
}
my $unbind = answer($smpp->unbind());
printf "unbound %d\n", $unbind->{status};
