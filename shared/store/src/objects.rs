//! Objects in the bucket: read and written by the attachment check, served to people only by
//! short-lived links that force a download.

use crate::client::Store;
use crate::error::{Result, StoreError};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use futures_util::FutureExt;
use std::time::Duration;

/// How long a download link works.
pub const LINK_LIFETIME: Duration = Duration::from_secs(120);

impl Store {
    /// The size of an object in bytes, or `None` if there is none.
    ///
    /// # Errors
    /// [`StoreError`] if S3 fails.
    pub async fn object_size(&self, key: &str) -> Result<Option<u64>> {
        match self
            .s3()
            .head_object()
            .bucket(&self.config.bucket)
            .key(key)
            .send()
            .boxed()
            .await
        {
            Ok(found) => Ok(Some(
                u64::try_from(found.content_length().unwrap_or(0)).unwrap_or(0),
            )),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(aws_sdk_s3::operation::head_object::HeadObjectError::is_not_found) =>
            {
                Ok(None)
            }
            Err(error) if error.raw_response().is_some_and(|r| r.status().as_u16() == 404) => Ok(None),
            Err(error) => Err(StoreError::service(&error)),
        }
    }

    /// The bytes of an object, at most `bytes_max`; `None` if there is none.
    ///
    /// # Errors
    /// [`StoreError`] if S3 fails or the object is larger.
    pub async fn object(&self, key: &str, bytes_max: u64) -> Result<Option<Vec<u8>>> {
        let Some(size) = self.object_size(key).await? else {
            return Ok(None);
        };
        if size > bytes_max {
            return Err(StoreError::Service(format!(
                "an object of {size} bytes is over {bytes_max}"
            )));
        }
        let output = self
            .s3()
            .get_object()
            .bucket(&self.config.bucket)
            .key(key)
            .send()
            .boxed()
            .await
            .map_err(|e| StoreError::service(&e))?;
        let body = output
            .body
            .collect()
            .await
            .map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(Some(body.to_vec()))
    }

    /// Writes an object.
    ///
    /// # Errors
    /// [`StoreError`] if S3 fails.
    pub async fn put_object(&self, key: &str, content_type: &str, bytes: Vec<u8>) -> Result<()> {
        self.s3()
            .put_object()
            .bucket(&self.config.bucket)
            .key(key)
            .content_type(content_type)
            .body(ByteStream::from(bytes))
            .send()
            .boxed()
            .await
            .map_err(|e| StoreError::service(&e))?;
        Ok(())
    }

    /// Deletes objects; missing ones are no error.
    ///
    /// # Errors
    /// [`StoreError`] if S3 fails.
    pub async fn delete_objects(&self, keys: &[String]) -> Result<()> {
        for key in keys {
            self.s3()
                .delete_object()
                .bucket(&self.config.bucket)
                .key(key)
                .send()
                .boxed()
                .await
                .map_err(|e| StoreError::service(&e))?;
        }
        Ok(())
    }

    /// A link that downloads an object under `file_name` for [`LINK_LIFETIME`].
    ///
    /// # Errors
    /// [`StoreError`] if signing fails.
    pub async fn download_link(&self, key: &str, file_name: &str, content_type: &str) -> Result<String> {
        let config =
            PresigningConfig::expires_in(LINK_LIFETIME).map_err(|e| StoreError::Service(e.to_string()))?;
        let request = self
            .s3_public()
            .get_object()
            .bucket(&self.config.bucket)
            .key(key)
            .response_content_type(content_type)
            .response_content_disposition(disposition(file_name))
            .presigned(config)
            .await
            .map_err(|e| StoreError::service(&e))?;
        Ok(request.uri().to_owned())
    }
}

/// `attachment` with the name in RFC 5987 form, so that Chinese names arrive whole.
#[must_use]
pub fn disposition(file_name: &str) -> String {
    let encoded: String = file_name
        .bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(b).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("attachment; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_file_name_is_encoded_and_cannot_break_the_header() {
        assert_eq!(
            disposition("照片\"\r\n.jpg"),
            "attachment; filename*=UTF-8''%E7%85%A7%E7%89%87%22%0D%0A.jpg"
        );
    }
}
