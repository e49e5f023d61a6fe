//! The sound of a captcha: the digits spoken one after the other, each a little higher or lower and
//! louder or softer, with gaps of different length and slight noise.
//!
//! Must not: synthesise speech: the ten digits are recordings (see `assets/README.md`).

use super::Jitter;

const RATE: u32 = 8000;
const HEADER_BYTES: u32 = 44;
const SILENCE: f32 = 128.0;

const DIGITS: [&[u8]; 10] = [
    include_bytes!("../../assets/digits/0.wav"),
    include_bytes!("../../assets/digits/1.wav"),
    include_bytes!("../../assets/digits/2.wav"),
    include_bytes!("../../assets/digits/3.wav"),
    include_bytes!("../../assets/digits/4.wav"),
    include_bytes!("../../assets/digits/5.wav"),
    include_bytes!("../../assets/digits/6.wav"),
    include_bytes!("../../assets/digits/7.wav"),
    include_bytes!("../../assets/digits/8.wav"),
    include_bytes!("../../assets/digits/9.wav"),
];

/// The samples of a recording: what follows the header of its `data` chunk.
fn samples(recording: &[u8]) -> &[u8] {
    let chunk = recording
        .windows(4)
        .position(|four| four == b"data")
        .map_or(0, |at| at + 8);
    recording.get(chunk..).unwrap_or_default()
}

/// The sound of an answer, WAV (8 kHz, 8 bit, mono), always the same for one seed. Signs other than
/// digits are not spoken.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "sample positions of a few seconds, and sample values clamped to a byte"
)]
pub fn render_wav(answer: &str, seed: u64) -> Vec<u8> {
    let mut jitter = Jitter(seed);
    let mut sound: Vec<f32> = Vec::new();
    let pause = |sound: &mut Vec<f32>, seconds: f32| {
        sound.extend(std::iter::repeat_n(0.0, (seconds * RATE as f32) as usize));
    };
    pause(&mut sound, 0.3);
    for digit in answer.chars().filter_map(|sign| sign.to_digit(10)) {
        let recorded = samples(DIGITS[digit as usize]);
        let (pitch, volume) = (jitter.between(0.92, 1.08), jitter.between(0.75, 0.95));
        let length = (recorded.len() as f32 / pitch) as usize;
        for at in 0..length {
            let place = at as f32 * pitch;
            let (whole, part) = (place as usize, place.fract());
            let sample = |index: usize| recorded.get(index).map_or(0.0, |byte| f32::from(*byte) - SILENCE);
            sound.push(volume * (sample(whole) * (1.0 - part) + sample(whole + 1) * part));
        }
        pause(&mut sound, jitter.between(0.35, 0.7));
    }
    let data: Vec<u8> = sound
        .into_iter()
        .map(|sample| {
            (SILENCE + sample + jitter.between(-3.0, 3.0))
                .round()
                .clamp(0.0, 255.0) as u8
        })
        .collect();
    wav(&data)
}

/// Puts a WAV header before unsigned 8-bit samples.
fn wav(data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap_or_default();
    let mut out = Vec::with_capacity(data.len() + HEADER_BYTES as usize);
    out.extend(b"RIFF");
    out.extend((length + HEADER_BYTES - 8).to_le_bytes());
    out.extend(b"WAVEfmt ");
    out.extend(16_u32.to_le_bytes());
    out.extend(1_u16.to_le_bytes()); // PCM
    out.extend(1_u16.to_le_bytes()); // mono
    out.extend(RATE.to_le_bytes());
    out.extend(RATE.to_le_bytes()); // bytes per second
    out.extend(1_u16.to_le_bytes()); // bytes per sample
    out.extend(8_u16.to_le_bytes()); // bits per sample
    out.extend(b"data");
    out.extend(length.to_le_bytes());
    out.extend(data);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recordings_are_8_khz_mono_bytes_and_small_together() {
        for recording in DIGITS {
            assert_eq!(recording[20..24], [1, 0, 1, 0], "PCM, mono");
            assert_eq!(recording[24..28], RATE.to_le_bytes());
            assert_eq!(recording[34], 8);
            let seconds = samples(recording).len() / (RATE as usize / 10);
            assert!((2..12).contains(&seconds), "{seconds} tenths of a second");
        }
        assert!(DIGITS.iter().map(|recording| recording.len()).sum::<usize>() <= 60_000);
    }

    #[test]
    fn the_sound_speaks_each_digit_and_pauses_between_them() {
        let sound = render_wav("90210", 3);
        assert_eq!(&sound[..4], b"RIFF");
        assert_eq!(
            u32::from_le_bytes(sound[40..44].try_into().unwrap()) as usize,
            sound.len() - 44
        );
        // Loud stretches, separated by at least 0.25 s of near silence, are the digits.
        let (mut spoken, mut quiet) = (0, usize::MAX / 2);
        for window in sound[44..].chunks(80) {
            if window.iter().any(|byte| byte.abs_diff(128) > 12) {
                spoken += usize::from(quiet >= 25);
                quiet = 0;
            } else {
                quiet += 1;
            }
        }
        assert_eq!(spoken, 5);
    }

    #[test]
    fn other_signs_are_not_spoken() {
        assert!(render_wav("测试", 1).len() < 4000);
    }
}
